import type { AppKind, AppMark, AppState } from '$lib/generated/contract';
import { choiceText, t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import { run } from '$lib/query';
import { flag, text, type Row } from '$lib/rows/cells';
import { toast } from '$lib/toast.svelte';
import { KINDS, type Kind } from './kinds';

export const STATES: readonly AppState[] = ['discovered', 'in_review', 'sanctioned', 'disqualified', 'deprecated'];

/** What is decided about a row so far. */
export function markOf(row: Row): AppMark {
  const kind = flag(row, 'kind_edited') ? (text(row, 'kind') as AppKind | null) : null;
  return { app_key: text(row, 'app_key') ?? '', state: (text(row, 'state') as AppState | null) ?? 'discovered', kind };
}

/** Decides, says so, and offers to take it back; whether it could. */
export async function decide(client: string, by: string, marks: AppMark[], said: string): Promise<boolean> {
  try {
    const { before } = await run('apps_mark', { client, marks, by });
    toast.undoable(said, () => run('apps_mark', { client, marks: before, by }));
    return true;
  } catch (error) {
    toast.refused(error);
    return false;
  }
}

export function saidState(rows: number, state: AppState): string {
  return t('apps_marked', { n: number(rows), state: choiceText('app_state', state) });
}

export function saidKind(rows: number, kind: Kind | null): string {
  return kind === null ? t('apps_by_type', { n: number(rows) }) : t('apps_marked', { n: number(rows), state: choiceText('app_kind', kind) });
}

/** The kinds to choose from; the empty one leaves it to the type or the name. */
export function kindOptions(): readonly { value: Kind | ''; label: string }[] {
  return [{ value: '', label: t('app_kind_automatic') }, ...KINDS.map((value) => ({ value, label: choiceText('app_kind', value) }))];
}

/** Where the kind of a row comes from. */
export function kindFrom(row: Row): string {
  const slug = text(row, 'type_slug');
  if (flag(row, 'kind_edited')) return t('app_kind_set_here');
  if (flag(row, 'kind_by_name')) return t('app_kind_of_name');
  if (slug === null) return t('app_kind_no_type');
  return t(text(row, 'kind') === 'unknown' ? 'app_kind_untold' : 'app_kind_of_type', { type: slug });
}
