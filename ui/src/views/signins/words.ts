import { DASH } from '$lib/i18n/format';

/** `user_approved` as "User approved"; Duo's raw value stays in the tooltip. */
export function plain(raw: string | null): string {
  if (raw === null || raw === '') return DASH;
  const words = raw.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
