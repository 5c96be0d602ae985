import { t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import type { Row } from '$lib/rows/cells';
import type { Selection } from '$lib/rows/selection.svelte';
import type { RowSource } from '$lib/rows/source';
import { toast } from '$lib/toast.svelte';
import type { Column } from './column';

/** What a column says of a row, where the row itself holds something else, such as what sorts. */
export type Written = (column: string, row: Row) => string;

/** Rows as a spreadsheet takes them from the clipboard: a line each, tabs between, nothing that it would run. */
export function tsv(columns: readonly Column[], rows: readonly Row[], written: Written = (id, row) => plain(row[id])): string {
  const lines = rows.map((row) => columns.map(({ id }) => harmless(written(id, row))));
  return [columns.map(({ label }) => label), ...lines].map((cells) => cells.join('\t')).join('\n');
}

/** The text of a value; lists are joined. */
export function plain(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(plain).join('; ');
  if (typeof value === 'object') return Object.entries(value).map(([name, one]) => `${name} ${plain(one)}`).join(', ');
  return String(value);
}

function harmless(text: string): string {
  const line = text.replaceAll(/[\t\r\n]+/g, ' ');
  return /^ *[=+\-@＝＋－＠]/.test(line) && !/^-?[\d.]+$/.test(line) ? `'${line}` : line;
}

/** Copies the selected rows; of a log those that were read so far. */
export async function copySelected(selection: Selection, source: RowSource, rowKey: (row: Row) => string, columns: readonly Column[], written?: Written): Promise<void> {
  const rows = selection.value.all ? (await source.read(0, source.total - 1)).filter((row) => selection.has(rowKey(row))) : selection.rows;
  await copyText(tsv(columns, rows, written), rows.length);
}

/** Copies, and says so. */
export async function copyText(text: string, rows: number | null): Promise<void> {
  await navigator.clipboard.writeText(text).then(
    () => toast.say(rows === null ? t('copied_cell') : t('copied_rows', { n: number(rows) })),
    () => toast.fail(t('copy_failed')),
  );
}
