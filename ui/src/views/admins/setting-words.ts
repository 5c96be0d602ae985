import { choiceText, t } from '$lib/i18n';
import { number } from '$lib/i18n/format';

/** Settings that count days, and what nought or nothing means of each. */
const DAYS: Readonly<Record<string, 'setting_off' | 'setting_as_duo'>> = {
  inactive_user_expiration: 'setting_off', inactive_admin_expiration: 'setting_off', pending_deletion_days: 'setting_off', log_retention_days: 'setting_as_duo',
};
const MINUTES: Readonly<Record<string, 'setting_by_hand' | 'setting_no_end'>> = { lockout_expire_duration: 'setting_by_hand', helpdesk_bypass_expiration: 'setting_no_end' };

/** The value of a setting in words; Duo's own text where there are none. */
export function settingValue(name: string, value: string | null): string {
  const nothing = value === null || value === '0' || value === '';
  const days = DAYS[name];
  if (days !== undefined) return nothing ? t(days) : t('setting_days', { n: number(Number(value)) });
  const minutes = MINUTES[name];
  if (minutes !== undefined) return nothing ? t(minutes) : t('setting_minutes', { n: number(Number(value)) });
  if (value === null) return t('setting_not_told');
  if (value === '') return t('none');
  if (value === 'true' || value === 'false') return value === 'true' ? t('value_yes') : t('value_no');
  return name === 'helpdesk_bypass' ? choiceText('setting_helpdesk', value) : value;
}
