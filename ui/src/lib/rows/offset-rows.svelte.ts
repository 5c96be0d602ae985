import { createQueries } from '@tanstack/svelte-query';
import { untrack } from 'svelte';
import type { ViewName, ViewPage, ViewQuery } from '$lib/generated/contract';
import type { CommandFailure } from '$lib/ipc';
import { answerOptions, queryClient } from '$lib/query';
import type { Row } from './cells';
import type { RowSource } from './source';

const WINDOW = 200;
/** Rows read before they come into view, in the direction of travel. */
const AHEAD = 150;
/** Windows that are kept at once: 400 rows and those ahead touch at most four. */
const MOST = 4;

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
  readonly #view: ViewName;
  readonly #ask: () => Ask;
  #windows = $state.raw<readonly number[]>([0]);
  /** The rows last shown, so that sorting does not blank the table. */
  #shown: ReadonlyMap<number, ViewPage> = new Map();
  readonly #answers: readonly Answer[];

  readonly key: string = $derived.by(() => JSON.stringify(this.#ask()));

  constructor(view: ViewName, ask: () => Ask) {
    this.#view = view;
    this.#ask = ask;
    // At once: the answer is on its way while the page is built; the queries below join it.
    untrack(() => queryClient.query(this.#options(0))).catch(() => undefined);
    let key = '';
    $effect.pre(() => {
      if (key !== this.key) this.#windows = [0];
      key = this.key;
    });
    this.#answers = createQueries(
      () => ({
        queries: this.#windows.map((window) => this.#options(window)),
      }),
      () => queryClient,
    );
    $effect(() => {
      const pages = new Map(this.#pages());
      if (pages.size > 0) this.#shown = pages;
    });
  }

  #options(window: number) {
    const { client, query } = this.#ask();
    return answerOptions('view_rows', { client, view: this.#view, query: { ...query, offset: window * WINDOW, limit: WINDOW } });
  }

  #pages(): (readonly [number, ViewPage])[] {
    return this.#windows.flatMap((window, at) => {
      const data = this.#answers[at]?.data;
      return data === undefined ? [] : [[window, data] as const];
    });
  }

  readonly page: ViewPage | null = $derived.by(() => this.#pages()[0]?.[1] ?? this.#shown.values().next().value ?? null);
  readonly total: number = $derived(this.page?.total ?? 0);
  readonly error: CommandFailure | null = $derived.by(() => this.#answers.find((answer) => answer.error !== null)?.error ?? null);
  readonly busy: boolean = $derived.by(() => this.#answers.some((answer) => answer.isFetching));

  get count(): number {
    return this.total;
  }

  at(index: number): Row | undefined {
    const window = Math.floor(index / WINDOW);
    const page = this.#answers[this.#windows.indexOf(window)]?.data ?? this.#shown.get(window);
    return page?.rows?.[index - window * WINDOW];
  }

  #first = 0;

  want(first: number, last: number): void {
    const down = first >= this.#first;
    this.#first = first;
    const from = Math.floor(Math.max(0, down ? first : first - AHEAD) / WINDOW);
    const to = Math.floor(Math.min(Math.max(0, this.total - 1), down ? last + AHEAD : last) / WINDOW);
    const windows = Array.from({ length: Math.max(1, Math.min(MOST, to - from + 1)) }, (_, at) => from + at);
    if (windows.some((window) => !this.#windows.includes(window))) this.#windows = windows;
  }

  async read(first: number, last: number): Promise<readonly Row[]> {
    const from = Math.floor(first / WINDOW);
    const windows = Array.from({ length: Math.floor(last / WINDOW) - from + 1 }, (_, at) => from + at);
    const pages = await Promise.all(windows.map((window) => queryClient.query(this.#options(window))));
    return pages.flatMap((page) => page.rows ?? []).slice(first - from * WINDOW, last - from * WINDOW + 1);
  }

  retry(): void {
    for (const answer of this.#answers) void answer.refetch();
  }
}
