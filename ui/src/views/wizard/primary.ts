import { t } from '$lib/i18n';
import { daysHold } from '$views/connection/details';
import { KEY_FIELDS, accepted } from './draft.svelte';
import { count, failed, paused, position } from './verdict';
import type { Wizard } from './flow.svelte';

/** The one button at the end of the footer. */
export interface Primary {
  readonly label: string;
  /** Why it can't be pressed. */
  readonly why: string | null;
  readonly busy: boolean;
  /** A line before it, about what it will do. */
  readonly note: string | null;
  readonly press: () => void | Promise<void>;
  /** Nothing is left to do: it leaves the wizard, and a second way out would be one too many. */
  readonly leaves?: boolean;
}

interface Ways {
  readonly leave: () => void;
  readonly saved: (client: string) => void;
  readonly updated: (client: string) => void;
  /** Customers of an MSP parent were added, or its key was replaced. */
  readonly added: () => void;
}

/** What the primary button of the present step says and does. */
export function primaryOf(wizard: Wizard, ways: Ways): Primary {
  switch (wizard.step) {
    case 'prepare':
      return plain(t('wizard_continue'), () => wizard.go('credentials'), wizard.want.length === 0 ? t('wizard_no_rights') : null);
    case 'credentials':
      return credentials(wizard);
    case 'check':
      return check(wizard, ways);
    case 'name':
      return { ...plain(t('wizard_save'), () => save(wizard, ways), nameWhy(wizard)), note: t(wizard.credentials.sample ? 'wizard_save_note_sample' : 'wizard_save_note') };
    case 'children':
      return children(wizard, ways);
    case 'save':
      if (wizard.saving.added !== null) return { ...plain(t('done'), ways.added), leaves: true };
      if (wizard.steps.includes('children')) return { ...plain(t('wizard_save_again'), () => add(wizard, ways)), busy: wizard.saving.busy };
      if (wizard.parental) return { ...plain(t('wizard_save_again'), () => rekey(wizard, ways)), busy: wizard.saving.busy };
      if (wizard.saving.failure?.code === 'OTHER_ACCOUNT') return plain(t('wizard_add_instead'), () => wizard.addInstead());
      return { ...plain(t('wizard_save_again'), () => (wizard.updating === null ? save(wizard, ways) : update(wizard, ways, false))), busy: wizard.saving.busy };
  }
}

/** Saves under the name and organisation chosen, and goes where the first sync can be watched. */
export async function save(wizard: Wizard, { saved }: Pick<Ways, 'saved'>): Promise<void> {
  const { choice } = wizard.naming;
  if (choice === null) return;
  const client = await wizard.save(choice);
  if (client !== null) saved(client);
}

/** Puts the keys in place of the old ones, and goes to the connection. */
export async function update(wizard: Wizard, { updated }: Pick<Ways, 'updated'>, otherAccount: boolean): Promise<void> {
  const client = await wizard.update(otherAccount);
  if (client !== null) updated(client);
}

/** Adds the customers chosen; those that could not be added are shown. */
export async function add(wizard: Wizard, { added }: Pick<Ways, 'added'>): Promise<void> {
  if (await wizard.addChildren()) added();
}

/** Puts an MSP parent's new key in place of the old one. */
export async function rekey(wizard: Wizard, { added }: Pick<Ways, 'added'>): Promise<void> {
  if (await wizard.rekey()) added();
}

function parent(wizard: Wizard, ways: Ways): Primary {
  const { once, updatingParent } = wizard;
  if (once) return { ...plain(t('close'), ways.leave), leaves: true };
  if (updatingParent !== null) return { ...plain(t('wizard_rekey'), () => rekey(wizard, ways)), note: t('wizard_rekey_note') };
  return plain(t('wizard_choose'), () => wizard.chooseInstead());
}

function children(wizard: Wizard, ways: Ways): Primary {
  const { choosing } = wizard;
  const n = choosing.picks.length;
  const why = choosing.busy || choosing.found === null ? t('children_wait') : n === 0 ? t('children_pick_some') : choosing.nameless ? t('children_nameless') : choosing.twice !== null ? t('children_twice', { name: choosing.twice }) : null;
  return { ...plain(t('children_add', { n }), () => add(wizard, ways), why), note: t('children_note') };
}

function plain(label: string, press: Primary['press'], why: string | null = null): Primary {
  return { label, press, why, busy: false, note: null };
}

function credentials(wizard: Wizard): Primary {
  const { credentials: draft } = wizard;
  const missing = KEY_FIELDS.filter((field) => !accepted(draft.results[field])).map((field) => t(`field_${field}`));
  const why = draft.ready || draft.unjudged ? null : t('wizard_keys_missing', { fields: missing.join(', ') });
  const press = async (): Promise<void> => {
    await draft.settle();
    if (draft.ready) wizard.go('check');
  };
  const host = draft.results.host?.value ?? '';
  return { ...plain(t('wizard_check'), press, why), busy: draft.settling, note: draft.ready ? t(draft.sample ? 'wizard_check_note_sample' : wizard.once ? 'wizard_check_note_once' : 'wizard_check_note', { host }) : null };
}

function check(wizard: Wizard, ways: Ways): Primary {
  const { report, running } = wizard.check;
  if (running) return { ...plain(t('wizard_checking'), () => undefined), busy: true };
  if (report !== null && paused(report) !== null) return plain(t('wizard_continue'), () => undefined, t('wizard_paused_why', { n: position('tls') }));
  if (report !== null && wizard.parental) return parent(wizard, ways);
  if (report === null || !wizard.usable) {
    const row = report === null ? null : failed(report);
    return plain(row === null ? t('wizard_retry') : t('wizard_retry_from', { n: position(row.id) }), () => wizard.runCheck(true, { resume: true }));
  }
  const note = t('wizard_checked_in', { seconds: Math.max(0.1, Math.round(report.elapsed_ms / 100) / 10) });
  if (wizard.once) return { ...plain(t('close'), ways.leave), note, leaves: true };
  if (wizard.updating !== null) return { ...plain(t('update_credentials'), () => update(wizard, ways, false)), note };
  const { granted, wanted } = count(report.permissions);
  const label = report.verdict === 'verified' ? t('wizard_continue') : t('wizard_continue_with', { granted, wanted });
  return { ...plain(label, () => wizard.go('name')), note };
}

function nameWhy({ naming }: Wizard): string | null {
  if (naming.choice === null) return t('wizard_organisation_missing');
  if (naming.secretInNotes) return t('wizard_secret_in_notes');
  if (!daysHold(naming.details)) return t('date_invalid');
  return naming.taken ? null : t('wizard_name_missing');
}
