import { t } from '$lib/i18n';
import type { Step, Wizard } from './flow.svelte';
import { failed, paused, position } from './verdict';

/** What a step yielded so far, in a few words. */
export function yieldOf(wizard: Wizard, step: Step): string | null {
  switch (step) {
    case 'prepare':
      return t('wizard_yield_rights', { n: wizard.want.length });
    case 'credentials':
      return credentials(wizard);
    case 'check':
      return check(wizard);
    case 'name':
      return wizard.step === 'name' || wizard.step === 'save' ? wizard.naming.name || null : null;
    case 'children':
      return wizard.choosing.picks.length === 0 ? null : t('wizard_yield_children', { n: wizard.choosing.picks.length });
    case 'save':
      return wizard.saving.failure === null ? null : t('wizard_not_saved');
  }
}

function credentials({ step, credentials: draft }: Wizard): string | null {
  if (draft.sample) return t('sample_tenant');
  if (draft.filled === 0 && step !== 'credentials') return null;
  const host = draft.results.host?.value;
  return draft.ready && step !== 'credentials' && host ? (host.split('.')[0] ?? host) : t('wizard_yield_values', { n: draft.filled });
}

function check({ check: { running, report }, usable, parental }: Wizard): string | null {
  if (running) return t('row_state_running');
  if (report === null) return null;
  if (paused(report) !== null) return t('wizard_yield_paused');
  if (parental) return t('wizard_parent_key');
  if (usable) return t(`verdict_${report.verdict}`);
  const row = failed(report);
  return row === null ? t('verdict_failed') : t('wizard_yield_failed', { n: position(row.id) });
}
