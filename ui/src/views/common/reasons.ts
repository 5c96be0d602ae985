import type { ReasonNote } from '$lib/generated/contract';
import { choiceText, t } from '$lib/i18n';

/** Reasons that inform and are never counted. */
export const SOFT: readonly string[] = ['bypass', 'service_like', 'synced'];

const DAYS: readonly string[] = ['not_enrolled', 'never_signed_in', 'locked_out', 'idle'];

/** Whether a reason's sentence has its values: Duo does not tell every user's creation. */
export function hasValues(note: ReasonNote): boolean {
  return !DAYS.includes(note.reason) || note.values['days'] !== undefined;
}

/** A chip's word: idleness with its days. */
export function chipWord(reason: string, idleDays: number | string | null | undefined): string {
  return reason === 'idle' && idleDays !== null && idleDays !== undefined ? t('reason_idle_days', { days: idleDays }) : choiceText('reason', reason);
}
