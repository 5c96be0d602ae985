import type { Condition } from '$lib/generated/contract';
import { choiceText } from '$lib/i18n';
import { choice, nothing, sign, type IconName, type Look, type Said } from '$lib/kit';
import type { Row } from '$lib/rows/cells';
import { text } from '$lib/rows/cells';

const GOOD: Look = { icon: 'passed', tone: 'plain' };
const BAD: Look = { icon: 'warning', tone: 'warn' };
const PLAIN: Look = { icon: 'disabled', tone: 'plain' };

/** The state of a device, in Duo's own words, and how its version stands. */
const LOOKS: Readonly<Record<string, Look>> = {
  yes: GOOD, on: GOOD, set: GOOD, locked: GOOD, encrypted: GOOD, configured: GOOD, 'not tampered': GOOD, newest: GOOD,
  no: BAD, off: BAD, unset: BAD, unlocked: BAD, unencrypted: BAD, out_of_date: BAD, tampered: { icon: 'failed', tone: 'fail' },
  disabled: PLAIN, behind: { icon: 'stale', tone: 'plain' },
};

/** Not Duo's words: what we say of a version. */
const OURS: readonly string[] = ['newest', 'behind', 'out_of_date'];

/** The state in lower case, in words; no sign for one that Duo does not know, or that is new. */
export function posture(value: string | null): Said {
  if (value === null) return nothing();
  const look = LOOKS[value];
  const word = choiceText('posture', value);
  if (look) return sign(look, word, OURS.includes(value) ? undefined : value);
  return choice(word, value, 'dim');
}

export const DEVICE_ICON: Readonly<Record<string, IconName>> = { phone: 'phone', token: 'token', passkey: 'key', desktop: 'computer', registered: 'computer' };

/** A device's key: what Duo calls it is unique within its kind. */
export function deviceKey(row: Row): string {
  return `${text(row, 'kind') ?? ''} ${text(row, 'device_id') ?? ''}`;
}

export const is = (column: string, value: string): Condition => ({ column, op: 'eq', value });
