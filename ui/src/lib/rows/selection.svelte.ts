import { SvelteMap } from 'svelte/reactivity';
import type { Row } from './cells';

/** Which rows are selected, as keys: these, or all that match but these. */
export interface Selected {
  readonly all: boolean;
  readonly keys: readonly string[];
}

/**
 * The selected rows of a table, by key, so that it outlives sorting, paging and scrolling.
 *
 * After "select all" it holds what was taken out again instead, since most rows are not loaded.
 */
export class Selection {
  #all = $state(false);
  readonly #keys = new SvelteMap<string, Row>();
  readonly value: Selected = $derived.by(() => ({ all: this.#all, keys: [...this.#keys.keys()] }));
  readonly empty: boolean = $derived.by(() => !this.#all && this.#keys.size === 0);

  /** The selected rows that are known: all of them unless `value.all`. */
  get rows(): readonly Row[] {
    return [...this.#keys.values()];
  }

  has(key: string): boolean {
    return this.#all !== this.#keys.has(key);
  }

  set(key: string, row: Row, on: boolean): void {
    if (on === this.#all) this.#keys.delete(key);
    else this.#keys.set(key, row);
  }

  toggle(key: string, row: Row): void {
    this.set(key, row, !this.has(key));
  }

  /** Every row that matches, loaded or not. */
  all(): void {
    this.#keys.clear();
    this.#all = true;
  }

  clear(): void {
    this.#keys.clear();
    this.#all = false;
  }

  /** How many rows of `total` are selected. */
  count(total: number): number {
    return this.#all ? Math.max(0, total - this.#keys.size) : this.#keys.size;
  }
}
