import type { Condition } from '$lib/generated/contract';
import { COLUMNS } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import type { Row } from '$lib/rows/cells';
import type { TableState } from '$lib/rows/table-state.svelte';
import type { MenuItem } from '../menu';
import type { Column } from './column';
import { plain } from './copy';

const STEP = 24;

/** What can be done with a column. */
export function columnMenu(state: TableState, column: Column, shown: readonly Column[], every: readonly string[], width: number): readonly MenuItem[] {
  const { arrangement } = state;
  const items: MenuItem[] = [];
  if (column.sortable) {
    items.push({ label: t('sort_ascending'), onselect: () => state.order(column.id, false) });
    items.push({ label: t('sort_descending'), onselect: () => state.order(column.id, true) });
  }
  if (arrangement === null) return items;
  const [before, after] = [beside(shown, column, -1), beside(shown, column, 1)];
  const to = (other: string): number => every.indexOf(other) - every.indexOf(column.id);
  if (before !== undefined) items.push({ label: t('move_to_start'), onselect: () => arrangement.move(column.id, to(before), every) });
  if (after !== undefined) items.push({ label: t('move_to_end'), onselect: () => arrangement.move(column.id, to(after), every) });
  items.push({ label: t('wider'), onselect: () => arrangement.width(column.id, width + STEP) });
  items.push({ label: t('narrower'), onselect: () => arrangement.width(column.id, width - STEP) });
  if (shown[0] === column) items.push({ label: arrangement.layout.freeze ? t('unfreeze_first') : t('freeze_first'), onselect: () => arrangement.freeze(!arrangement.layout.freeze) });
  if (shown.length > 1) items.push({ label: t('hide_column'), onselect: () => arrangement.show(column.id, false) });
  return items;
}

function beside(shown: readonly Column[], column: Column, by: number): string | undefined {
  return shown[shown.indexOf(column) + by]?.id;
}

/** The conditions that keep the rows with this cell's value; none where a column cannot be compared. */
export function conditionsOf(state: TableState, column: Column, row: Row): readonly Condition[] {
  const kind = state.view === undefined ? undefined : COLUMNS[state.view].find(({ id }) => id === column.id)?.kind;
  const value = row[column.id];
  if (kind === undefined) return [];
  if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) return [{ column: column.id, op: 'empty', value: '' }];
  if (Array.isArray(value)) return value.flatMap((one): Condition[] => (typeof one === 'string' ? [{ column: column.id, op: 'eq', value: one }] : []));
  if (kind === 'time') return [{ column: column.id, op: 'ge', value: plain(value) }];
  return [{ column: column.id, op: kind === 'number' || kind === 'percent' ? 'ge' : 'eq', value: plain(value) }];
}
