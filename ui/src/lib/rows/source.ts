import type { NotEvaluatedReason, ViewPage } from '$lib/generated/contract';
import type { CommandFailure } from '$lib/ipc';
import type { Row } from './cells';

/** Where a table takes its rows from. */
export interface RowSource {
  /** Rows that can be scrolled to now. */
  readonly count: number;
  /** Rows that match. */
  readonly total: number;
  /** The first answer; none while it is awaited. */
  readonly page: ViewPage | null;
  readonly error: CommandFailure | null;
  readonly busy: boolean;
  /** Changes whenever the rows are other rows: the table scrolls back to its start. */
  readonly key: string;
  at(index: number): Row | undefined;
  /** Says which rows are on screen. */
  want(first: number, last: number): void;
  retry(): void;
}

/** Why a column, or the whole view (`null`), is not evaluated. */
export function notEvaluated(page: ViewPage | null, column: string | null): NotEvaluatedReason | null {
  if (page === null) return null;
  const what = column ?? page.view;
  return page.not_evaluated.find((item) => item.what === what)?.why ?? (column === null ? (page.not_evaluated[0]?.why ?? null) : null);
}
