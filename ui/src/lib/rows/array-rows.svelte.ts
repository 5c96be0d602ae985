import type { Sort, ViewPage } from '$lib/generated/contract';
import type { Row } from './cells';
import type { RowSource } from './source';

/** Rows that are all here already, such as the list of clients; sorted on the spot, nulls last. */
export class ArrayRows implements RowSource {
  readonly #read: () => { rows: readonly Row[]; sort: Sort | null };
  readonly error = null;
  readonly busy = false;

  constructor(read: () => { rows: readonly Row[]; sort: Sort | null }) {
    this.#read = read;
  }

  readonly #rows: readonly Row[] = $derived.by(() => {
    const { rows, sort } = this.#read();
    return sort === null ? rows : rows.toSorted((a, b) => compare(a[sort.column], b[sort.column], sort.descending));
  });
  readonly page: ViewPage | null = null;
  readonly key: string = $derived.by(() => JSON.stringify(this.#read().sort));

  get count(): number {
    return this.#rows.length;
  }

  get total(): number {
    return this.#rows.length;
  }

  at(index: number): Row | undefined {
    return this.#rows[index];
  }

  want(): void {
    // All rows are here.
  }

  read(first: number, last: number): Promise<readonly Row[]> {
    return Promise.resolve(this.#rows.slice(first, last + 1));
  }

  retry(): void {
    // Nothing can fail.
  }
}

const texts = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function compare(a: Row[string] | undefined, b: Row[string] | undefined, descending: boolean): number {
  const [none, other] = [a === null || a === undefined, b === null || b === undefined];
  if (none || other) return Number(none) - Number(other);
  const order = typeof a === 'number' && typeof b === 'number' ? a - b : texts.compare(word(a), word(b));
  return descending ? -order : order;
}

function word(value: Row[string] | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
