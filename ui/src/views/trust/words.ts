import type { Condition } from '$lib/generated/contract';
import { hasText, t } from '$lib/i18n';
import type { IconName, Tone } from '$lib/kit';
import { words } from '$views/activity/words';

/** Why Duo surfaced an event, in words; a reason that Duo has made since, spelled out. */
export function reasonWord(raw: string): string {
  return known('trust_reason', raw);
}

/** What was surfaced. */
export function kindWord(raw: string | null): string {
  return known('trust_kind', raw);
}

/** Whether somebody has looked at it in Duo. */
export function stateWord(raw: string | null): string {
  return known('trust_state', raw);
}

function known(prefix: string, raw: string | null): string {
  const key = `${prefix}_${(raw ?? '').toLowerCase()}`;
  return hasText(key) ? t(key) : words(raw);
}

const KINDS: Readonly<Record<string, IconName>> = { auth: 'sign_in', bypass_status: 'bypass', bypass_status_enabled: 'bypass', device_registration: 'device' };

export function kindLook(raw: string | null): { readonly icon: IconName; readonly tone: Tone } {
  return { icon: KINDS[raw ?? ''] ?? 'info', tone: 'plain' };
}

const DAY = 86_400_000;

/** Where the log has the sign-in of an event: Duo surfaces one after it has happened, most within the day. */
export function signInOf(txid: string, surfaced: string): readonly Condition[] {
  const at = Date.parse(surfaced);
  return [
    { column: 'txid', op: 'eq', value: txid },
    { column: 'ts', op: 'ge', value: new Date(at - 7 * DAY).toISOString() },
    { column: 'ts', op: 'le', value: new Date(at + DAY).toISOString() },
  ];
}
