import type { Condition } from '$lib/generated/contract';
import type { IconName, Tone } from '$lib/kit';
import type { Row } from '$lib/rows/cells';
import { text } from '$lib/rows/cells';

interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
}

const GOOD: Look = { icon: 'passed', tone: 'plain' };
const BAD: Look = { icon: 'warning', tone: 'warn' };
const PLAIN: Look = { icon: 'disabled', tone: 'plain' };

/** The state of a device, in Duo's own words, and how its version stands. */
const LOOKS: Readonly<Record<string, Look>> = {
  yes: GOOD, on: GOOD, set: GOOD, locked: GOOD, encrypted: GOOD, configured: GOOD, 'not tampered': GOOD, newest: GOOD,
  no: BAD, off: BAD, unset: BAD, unlocked: BAD, unencrypted: BAD, out_of_date: BAD, tampered: { icon: 'failed', tone: 'fail' },
  disabled: PLAIN, behind: { icon: 'stale', tone: 'plain' },
};

/** The look of a state; none for one that Duo does not know, or that is new. */
export function postureLook(value: string): Look | null {
  return LOOKS[value] ?? null;
}

export const DEVICE_ICON: Readonly<Record<string, IconName>> = { phone: 'phone', token: 'token', passkey: 'key', desktop: 'computer', registered: 'computer' };

/** A device's key: what Duo calls it is unique within its kind. */
export function deviceKey(row: Row): string {
  return `${text(row, 'kind') ?? ''} ${text(row, 'device_id') ?? ''}`;
}

export const is = (column: string, value: string): Condition => ({ column, op: 'eq', value });
