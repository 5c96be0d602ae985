import { createQueries } from '@tanstack/svelte-query';
import type { ViewName, ViewPage, ViewQuery } from '$lib/generated/contract';
import type { CommandFailure } from '$lib/ipc';
import { answerOptions, queryClient } from '$lib/query';
import type { Row } from './cells';
import type { RowSource } from './source';

const WINDOW = 200;
/** Windows that can be on screen at once: 400 rows touch at most three. */
const MOST = 3;

interface Ask {
  readonly client: string;
  readonly query: ViewQuery;
}

interface Answer {
  readonly data: ViewPage | undefined;
  readonly error: CommandFailure | null;
  readonly isFetching: boolean;
  refetch(): unknown;
}

/** Rows of a view by offset: the windows that are on screen, each kept fresh. */
export class OffsetRows implements RowSource {
  readonly #ask: () => Ask;
  #windows = $state.raw<readonly number[]>([0]);
  /** The rows last shown, so that sorting does not blank the table. */
  #shown: { key: string; pages: ReadonlyMap<number, ViewPage> } = { key: '', pages: new Map() };
  readonly #answers: readonly Answer[];

  readonly key: string = $derived.by(() => JSON.stringify(this.#ask()));

  constructor(view: ViewName, ask: () => Ask) {
    this.#ask = ask;
    let key = '';
    $effect.pre(() => {
      if (key !== this.key) this.#windows = [0];
      key = this.key;
    });
    this.#answers = createQueries(
      () => ({
        queries: this.#windows.map((window) => {
          const { client, query } = this.#ask();
          return answerOptions('view_rows', { client, view, query: { ...query, offset: window * WINDOW, limit: WINDOW } });
        }),
      }),
      () => queryClient,
    );
    $effect(() => {
      const pages = new Map(this.#pages());
      if (pages.size > 0) this.#shown = { key: this.key, pages };
    });
  }

  #pages(): (readonly [number, ViewPage])[] {
    return this.#windows.flatMap((window, at) => {
      const data = this.#answers[at]?.data;
      return data === undefined ? [] : [[window, data] as const];
    });
  }

  readonly page: ViewPage | null = $derived.by(() => this.#pages()[0]?.[1] ?? this.#shown.pages.values().next().value ?? null);
  readonly total: number = $derived(this.page?.total ?? 0);
  readonly error: CommandFailure | null = $derived.by(() => this.#answers.find((answer) => answer.error !== null)?.error ?? null);
  readonly busy: boolean = $derived.by(() => this.#answers.some((answer) => answer.isFetching));

  get count(): number {
    return this.total;
  }

  at(index: number): Row | undefined {
    const window = Math.floor(index / WINDOW);
    const page = this.#answers[this.#windows.indexOf(window)]?.data ?? this.#shown.pages.get(window);
    return page?.rows?.[index - window * WINDOW];
  }

  want(first: number, last: number): void {
    const from = Math.floor(first / WINDOW);
    const windows = Array.from({ length: Math.min(MOST, Math.floor(last / WINDOW) - from + 1) }, (_, at) => from + at);
    if (windows.join() !== this.#windows.join()) this.#windows = windows;
  }

  retry(): void {
    for (const answer of this.#answers) void answer.refetch();
  }
}
