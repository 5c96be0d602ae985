import { createInfiniteQuery, type InfiniteData } from '@tanstack/svelte-query';
import type { ViewName, ViewPage, ViewQuery } from '$lib/generated/contract';
import { call, type CommandFailure } from '$lib/ipc';
import { keyOf, queryClient } from '$lib/query';
import type { Row } from './cells';
import type { RowSource } from './source';

const WINDOW = 200;
/** Rows before the end at which the next ones are asked for. */
const AHEAD = 200;

/** Rows of a log by key: read on from the last one as the table is scrolled. */
export class CursorRows implements RowSource {
  readonly #answer;
  readonly #ask: () => { client: string; query: ViewQuery };
  readonly key: string = $derived.by(() => JSON.stringify(this.#ask()));

  constructor(view: ViewName, ask: () => { client: string; query: ViewQuery }) {
    this.#ask = ask;
    this.#answer = createInfiniteQuery<ViewPage, CommandFailure, InfiniteData<ViewPage, string | null>, readonly unknown[], string | null>(
      () => {
        const { client, query } = this.#ask();
        const args = { client, view, query: { ...query, limit: WINDOW } };
        return {
          queryKey: keyOf('view_rows', args),
          queryFn: ({ pageParam }) => call('view_rows', { ...args, query: { ...args.query, after: pageParam } }),
          initialPageParam: null,
          getNextPageParam: (page: ViewPage) => page.next,
        };
      },
      () => queryClient,
    );
  }

  readonly #rows: readonly Row[] = $derived.by(() => (this.#answer.data?.pages ?? []).flatMap((page) => page.rows ?? []));
  readonly page: ViewPage | null = $derived.by(() => this.#answer.data?.pages[0] ?? null);
  readonly total: number = $derived(this.page?.total ?? 0);
  readonly error: CommandFailure | null = $derived.by(() => this.#answer.error);
  readonly busy: boolean = $derived.by(() => this.#answer.isFetching);

  get count(): number {
    return this.#rows.length;
  }

  at(index: number): Row | undefined {
    return this.#rows[index];
  }

  want(_first: number, last: number): void {
    if (last + AHEAD >= this.count && this.#answer.hasNextPage && !this.#answer.isFetching) void this.#answer.fetchNextPage();
  }

  /** Of the rows read so far: a log has no others by number. */
  read(first: number, last: number): Promise<readonly Row[]> {
    return Promise.resolve(this.#rows.slice(first, last + 1));
  }

  retry(): void {
    void this.#answer.refetch();
  }
}
