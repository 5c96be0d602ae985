import type { Permission } from '$lib/generated/contract';
import { t } from '$lib/i18n';

/** What the client's Owner is asked to do, as plain text for a mail or a ticket. */
export function instructions(want: readonly Permission[]): string {
  const boxes = want.map((right) => `   - ${t(`permission_new_${right}`)} (${t('wizard_older_panel', { label: t(`wizard_old_${right}`) })})`);
  const steps = [t('wizard_prepare_owner'), t('wizard_prepare_plan'), t('wizard_prepare_create'), [t('wizard_prepare_tick'), ...boxes].join('\n'), t('wizard_networks_text'), t('wizard_instructions_send')];
  return [t('wizard_instructions_title'), ...steps.map((step, index) => `${index + 1}. ${step}`), t('wizard_never_write')].join('\n');
}
