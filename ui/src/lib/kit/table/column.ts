/** A column as it is shown. */
export interface Column {
  readonly id: string;
  readonly label: string;
  /** Least width in px; the only one when it does not grow. */
  readonly width: number;
  /** Share of the room that is left. */
  readonly grow?: number;
  /** Figures stand at the end. */
  readonly end?: boolean;
  readonly sortable?: boolean;
  /** Columns with a number go first, the largest before the others, when there is no room. */
  readonly drop?: number;
}

/** The column of boxes. */
export const SELECT: Column = { id: '', label: '', width: 40 };

/** The columns for which there is room; all of them while the width is not known. */
export function fitting(columns: readonly Column[], width: number): readonly Column[] {
  if (width === 0) return columns;
  let kept = columns;
  while (sum(kept) > width) {
    const next = kept.reduce<Column | null>((worst, column) => ((column.drop ?? 0) > (worst?.drop ?? 0) ? column : worst), null);
    if (next === null) break;
    kept = kept.filter((column) => column !== next);
  }
  return kept;
}

/** The tracks of a CSS grid. */
export function tracks(columns: readonly Column[]): string {
  return columns.map(({ width, grow }) => (grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`)).join(' ');
}

export function sum(columns: readonly Column[]): number {
  return columns.reduce((total, column) => total + column.width, 0);
}
