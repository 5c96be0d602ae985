import type { TableLayout, ViewName } from '$lib/generated/contract';
import { COLUMNS } from '$lib/generated/contract';
import { hasText, t } from '$lib/i18n';

/** A column as it is shown. */
export interface Column {
  readonly id: string;
  readonly label: string;
  /** What it is called where its head is a sign only. */
  readonly name?: string;
  /** Least width in px; the only one when it does not grow. */
  readonly width: number;
  /** Share of the room that is left. */
  readonly grow?: number;
  /** Figures stand at the end. */
  readonly end?: boolean;
  readonly sortable?: boolean;
  /** Columns with a number go first, the largest before the others, when there is no room. */
  readonly drop?: number;
  /** Shown only when the user asks for it. */
  readonly extra?: boolean;
  /** Stays at the end, at its width: a column of buttons. */
  readonly fixed?: boolean;
}

/** The column of boxes. */
export const SELECT: Column = { id: '', label: '', width: 40 };

/** The columns that a view declares, and after them those that it has besides. */
export function everyColumn(declared: readonly Column[], view: ViewName | undefined): readonly Column[] {
  if (view === undefined) return declared;
  const known = new Set(declared.map(({ id }) => id));
  const others = COLUMNS[view].flatMap(({ id, kind, sortable }): Column[] => {
    const key = `column_${view}_${id}`;
    if (known.has(id) || !hasText(key)) return [];
    const figure = kind === 'number' || kind === 'percent';
    return [{ id, label: t(key), width: figure ? 84 : 120, end: figure, sortable, extra: true }];
  });
  return [...declared, ...others];
}

/** All columns in the user's order; each with whether it is shown. */
export function inOrder(columns: readonly Column[], layout: TableLayout): readonly { readonly column: Column; readonly shown: boolean }[] {
  // Only a move names every column; a width or a box ticked alone says nothing of the order.
  const place = new Map(layout.columns.map(({ id }, at) => [id, at]));
  const moved = layout.columns.length >= columns.filter(({ fixed }) => !fixed).length;
  const ordered = moved ? columns.toSorted((a, b) => (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity)) : columns;
  return ordered.map((column) => ({ column, shown: layout.columns.find(({ id }) => id === column.id)?.shown ?? column.extra !== true }));
}

/** The columns as the user has arranged them: one that was asked for does not go when there is no room. */
export function arranged(columns: readonly Column[], layout: TableLayout): readonly Column[] {
  return inOrder(columns, layout).flatMap(({ column, shown }) => {
    if (!shown) return [];
    const own = layout.columns.find(({ id }) => id === column.id);
    const { drop, grow, ...fixed } = column;
    return [{
      ...fixed,
      ...(drop !== undefined && own?.shown !== true && { drop }),
      ...(own?.width ? { width: own.width } : grow !== undefined && { grow }),
    }];
  });
}

/** The columns for which there is room, all of them while the width is not known; those of `last` give way after the others. */
export function fitting(columns: readonly Column[], width: number, last: readonly string[] = []): readonly Column[] {
  if (width === 0) return columns;
  const rank = ({ id, drop = 0 }: Column): number => (last.includes(id) ? Math.min(drop, 0.5) : drop);
  let kept = columns;
  while (sum(kept) > width) {
    const next = kept.reduce<Column | null>((worst, column) => (rank(column) > (worst === null ? 0 : rank(worst)) ? column : worst), null);
    if (next === null) break;
    kept = kept.filter((column) => column !== next);
  }
  return kept;
}

/**
 * How wide each column is drawn, px: what is left of `room` goes to those that grow, by their shares, but none is narrower
 * than its least (CSS Grid 1 §12.7.1, "find the size of an fr"). Worked out here since a cell that folds its chips asks too.
 */
export function widths(columns: readonly Column[], room: number): readonly number[] {
  let growing = columns.filter(({ grow }) => grow !== undefined);
  const share = (): number => (room - sum(columns.filter((column) => !growing.includes(column)))) / growing.reduce((total, { grow = 0 }) => total + grow, 0);
  const narrow = ({ width, grow = 0 }: Column): boolean => width > grow * share();
  while (growing.some(narrow)) growing = growing.filter((column) => !narrow(column));
  const fraction = share();
  return columns.map((column) => (growing.includes(column) ? (column.grow ?? 0) * fraction : column.width));
}

export function sum(columns: readonly Column[]): number {
  return columns.reduce((total, column) => total + column.width, 0);
}
