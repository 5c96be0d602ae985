import type { Row } from '$lib/rows/cells';
import type { Selection } from '$lib/rows/selection.svelte';
import type { RowSource } from '$lib/rows/source';

/** A run of selected rows that the Shift key makes longer and shorter from where it began. */
export class Extent {
  #start: number | null = null;
  #end = 0;
  readonly #selection: Selection;
  readonly #keyOf: (row: Row) => string;

  constructor(selection: Selection, keyOf: (row: Row) => string) {
    this.#selection = selection;
    this.#keyOf = keyOf;
  }

  /** Where the next run begins. */
  begin(at: number): void {
    this.#start = at;
    this.#end = at;
  }

  /** Selects from the start to `to`, and lets go of what the run held beyond it. */
  async reach(source: RowSource, from: number, to: number): Promise<void> {
    if (this.#start === null) this.begin(from);
    const start = this.#start ?? from;
    const before = span(start, this.#end);
    const now = span(start, to);
    this.#end = to;
    const first = Math.min(before[0], now[0]);
    const rows = await source.read(first, Math.max(before[1], now[1]));
    rows.forEach((row, at) => {
      const index = first + at;
      this.#selection.set(this.#keyOf(row), row, index >= now[0] && index <= now[1]);
    });
  }
}

function span(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}
