import type { Condition } from '$lib/generated/contract';
import { choiceText, t } from '$lib/i18n';
import type { TableState } from '$lib/rows/table-state.svelte';

interface Item {
  readonly label: string;
  readonly onselect: () => void;
}

const STRENGTH = ['phishing_resistant', 'push', 'passcode', 'sms_or_call'];
const REASONS = ['disabled', 'not_enrolled', 'never_signed_in', 'locked_out', 'idle', 'duplicate', 'bypass', 'service_like', 'synced'];
const PAST = ['status', 'group', 'policy', 'new_user', 'factor_not_allowed', 'no_factor'];

/** The strongest factor; "none" has no value, so that its filter is another comparison. */
export const FACTORS = [
  { value: '', label: t('any_factor') },
  ...STRENGTH.map((value) => ({ value, label: value === 'sms_or_call' ? t('sms_or_call_only') : t('strongest_is', { factor: choiceText('factor', value) }) })),
  { value: 'none', label: t('no_factor') },
];
export const IDLE = [{ value: '', label: t('any_idle') }, ...['30', '60', '90', '180'].map((value) => ({ value, label: t('idle_ge', { n: value }) }))];
export const DIRECTORY = [
  { value: '', label: t('any_directory') },
  { value: 'true', label: t('reason_synced') },
  { value: 'false', label: t('not_synced') },
];

export function factorOf(table: TableState): string {
  return table.value('strongest', 'empty') !== null ? 'none' : (table.value('strongest') ?? '');
}

export function pickFactor(table: TableState, value: string): void {
  if (value === 'none') table.set('strongest', '', 'empty');
  else table.set('strongest', value === '' ? null : value);
}

/** The filters that are needed less often, in a menu; each shows as a button once it is on. */
export function further(table: TableState): readonly Item[] {
  const item = (label: string, condition: Condition): Item => ({ label, onselect: () => table.narrow(condition) });
  const is = (column: string, value: string): Condition => ({ column, op: 'eq', value });
  return [
    item(t('filter_must'), is('must_mfa', 'true')),
    item(t('filter_must_not'), is('must_mfa', 'false')),
    ...PAST.map((value) => item(t('filter_past', { why: choiceText('let_past', value) }), is('let_past', value))),
    item(t('enrolled'), is('is_enrolled', 'true')),
    item(t('filter_no_email'), { column: 'email', op: 'empty', value: '' }),
    ...STRENGTH.map((value) => item(t('filter_has', { factor: choiceText('factor', value) }), is('factors', value))),
    ...REASONS.map((value) => item(t('filter_reason', { reason: choiceText('reason', value) }), is('reasons', value))),
  ];
}
