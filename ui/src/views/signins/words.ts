import { choiceText, hasText, t } from '$lib/i18n';
import { DASH } from '$lib/i18n/format';

/** `user_approved` as "User approved"; Duo's raw value stays in the tooltip. */
export function plain(raw: string | null): string {
  if (raw === null || raw === '') return DASH;
  const words = raw.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A reason in plain language; one that Duo has made since, spelled out. */
export function plainReason(raw: string | null): string {
  return known('signin_reason', raw);
}

export function plainFactor(raw: string | null): string {
  return known('signin_factor', raw);
}

function known(prefix: string, raw: string | null): string {
  if (raw === null || raw === '') return DASH;
  const key = `${prefix}_${raw.toLowerCase().replaceAll(' ', '_')}`;
  return hasText(key) ? t(key) : plain(raw);
}

/** What a column of the log shows. */
export function wordOf(column: string, raw: string | null): string {
  if (column === 'reason') return plainReason(raw);
  if (column === 'factor') return plainFactor(raw);
  return column === 'result' ? choiceText('result', raw ?? 'unknown') : (raw ?? DASH);
}
