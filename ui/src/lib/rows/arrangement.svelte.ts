import type { ColumnLayout, SavedView, TableLayout } from '$lib/generated/contract';
import { preferences } from '$lib/preferences.svelte';
import { answer } from '$lib/query';
import type { TableState } from './table-state.svelte';

const PLAIN: TableLayout = { columns: [], freeze: false };

/** How the user has arranged a view's table, and what is kept under a name; held in the preferences. */
export class Arrangement {
  readonly #view: string;
  readonly #preferences = answer('preferences_get', () => []);
  /** What was changed here and is on its way to the preferences. */
  #own = $state.raw<TableLayout | null>(null);
  #saved = $state.raw<readonly SavedView[] | null>(null);

  constructor(view: string) {
    this.#view = view;
  }

  readonly layout: TableLayout = $derived.by(() => this.#own ?? this.#preferences.data?.tables[this.#view] ?? PLAIN);
  readonly saved: readonly SavedView[] = $derived.by(() => this.#saved ?? this.#preferences.data?.saved_views[this.#view] ?? []);
  readonly compact: boolean = $derived.by(() => this.#preferences.data?.density === 'compact');

  /** Shows or hides a column. */
  show(id: string, shown: boolean): void {
    this.#set(id, { shown });
  }

  /** Gives a column a width in px; kept at the end of a drag only. */
  width(id: string, width: number, keep = true): void {
    this.#set(id, { width: Math.round(Math.max(48, Math.min(800, width))) }, keep);
  }

  /** Puts a column in another place; `order` is how all of them stand. */
  move(id: string, by: number, order: readonly string[]): void {
    const from = order.indexOf(id);
    const to = Math.max(0, Math.min(order.length - 1, from + by));
    if (from < 0 || from === to) return;
    const moved = order.toSpliced(from, 1).toSpliced(to, 0, id);
    this.set({ ...this.layout, columns: moved.map((one) => this.#of(one)) });
  }

  freeze(freeze: boolean): void {
    this.set({ ...this.layout, freeze });
  }

  reset(): void {
    this.set(PLAIN);
  }

  set(layout: TableLayout, keep = true): void {
    this.#own = layout;
    if (keep) void preferences.change((now) => ({ tables: { ...now.tables, [this.#view]: layout } }));
  }

  /** Keeps what the table shows under a name, in place of what had that name. */
  save(name: string, { filter, search, sort }: TableState): void {
    const view: SavedView = { name, filter: [...filter], search, sort, layout: this.layout };
    this.keep([...this.saved.filter((one) => one.name !== name), view].toSorted((a, b) => a.name.localeCompare(b.name)));
  }

  /** Replaces what is kept. */
  keep(saved: readonly SavedView[]): void {
    this.#saved = saved;
    void preferences.change((now) => ({ saved_views: { ...now.saved_views, [this.#view]: [...saved] } }));
  }

  /** Shows what is kept under a name. */
  apply(view: SavedView, state: TableState): void {
    state.filter = view.filter;
    state.search = view.search;
    state.sort = view.sort;
    this.set(view.layout);
  }

  #of(id: string): ColumnLayout {
    return this.layout.columns.find((column) => column.id === id) ?? { id, shown: null, width: null };
  }

  #set(id: string, change: Partial<ColumnLayout>, keep = true): void {
    const column = { ...this.#of(id), ...change };
    const known = this.layout.columns.some((one) => one.id === id);
    const columns = known ? this.layout.columns.map((one) => (one.id === id ? column : one)) : [...this.layout.columns, column];
    this.set({ ...this.layout, columns }, keep);
  }
}
