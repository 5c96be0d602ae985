import { t } from '$lib/i18n';

/** What can be chosen, in days; 0 = without end. */
export const LOG_DAYS = [30, 90, 180, 365, 730, 2555, 0] as const;

/** How long log events are kept, in words. */
export function logDays(days: number): string {
  if (days === 0) return t('log_days_all');
  if (days === 180) return t('log_days_duo');
  return days % 365 === 0 ? t(days === 365 ? 'one_year' : 'n_years', { n: days / 365 }) : t('n_days', { n: days });
}
