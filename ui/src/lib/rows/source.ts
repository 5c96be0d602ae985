import type { DataSet, NotEvaluatedReason, ValueCount, ViewName, ViewPage } from '$lib/generated/contract';
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
  /** These rows, read where they are not here; fewer where the rows end before. */
  read(first: number, last: number): Promise<readonly Row[]>;
  retry(): void;
}

/** The data set that a column rests on, where it is another than the view's first. */
const RESTS_ON: Partial<Record<ViewName, Readonly<Record<string, DataSet>>>> = {
  apps: {
    users: 'sign_ins',
    users_30: 'sign_ins',
    sign_ins: 'sign_ins',
    sign_ins_30: 'sign_ins',
    sign_ins_before_30: 'sign_ins',
    first_seen: 'sign_ins',
    last_seen: 'sign_ins',
    denied_percent: 'sign_ins',
    bypass_percent: 'sign_ins',
    user_access: 'applications',
    type_slug: 'applications',
    policy_key: 'applications',
  },
  groups: { users: 'users' },
  users: { must_mfa: 'policies', trash_on: 'settings' },
  licences: { trash_on: 'settings' },
  admins: { strong: 'webauthn' },
};

/** Why a column, or the whole view (`null`), is not evaluated. */
export function notEvaluated(page: ViewPage | null, column: string | null): NotEvaluatedReason | null {
  if (page === null) return null;
  if (column === null) return page.not_evaluated[0]?.why ?? null;
  const set = RESTS_ON[page.view]?.[column];
  return page.not_evaluated.find(({ what }) => what === column || what === set)?.why ?? null;
}

/** How many rows a column's counts come to; none where the view could not be read, which is not 0. */
export function countOfAll(counts: readonly ValueCount[] | undefined, page: ViewPage | null): number | undefined {
  return counts && page?.rows ? counts.reduce((sum, { count }) => sum + count, 0) : undefined;
}
