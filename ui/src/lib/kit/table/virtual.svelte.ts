import { defaultRangeExtractor, elementScroll, observeElementOffset, Virtualizer, type Rect, type VirtualItem } from '@tanstack/virtual-core';
import { untrack } from 'svelte';
import { whenDrawn } from '$lib/frames';

export const ROW_HEIGHT = 32;
export const COMPACT_HEIGHT = 28;
export const HEAD_HEIGHT = 30;
/** Rows that are ever in the page, whatever height is measured: a stylesheet that comes late leaves the box unbounded. */
export const MAX_ROWS = 400;
/** Rows beside those in view, so that scrolling meets no blank; made once those in view have been drawn. */
const OVERSCAN = 8;

/** Size of the table that was there last. The next one mostly has it too, and to be asked now it would be laid out once more. */
let last: Rect | null = null;

interface Reads {
  readonly box: HTMLElement | null;
  readonly count: number;
  /** The row that has the focus stays in the page. */
  readonly active: number;
  readonly rowHeight: number;
}

/** Which rows are in the page. */
export class VirtualRows {
  #version = $state(0);
  #measured = ROW_HEIGHT;
  readonly #read: () => Reads;
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>;
  /** Width of the box; none while it is not known. */
  width = $state<number | null>(null);
  #overscan = $state(0);

  constructor(read: () => Reads) {
    this.#read = read;
    this.#virtualizer = new Virtualizer(this.#options({ box: null, count: 0, active: -1, rowHeight: ROW_HEIGHT }));
    $effect(() => this.#virtualizer._didMount());
    $effect(() => whenDrawn(() => (this.#overscan = OVERSCAN)));
    $effect(() => {
      const options = this.#options(this.#read());
      untrack(() => {
        const { rowHeight } = this.#read();
        this.#virtualizer.setOptions(options);
        this.#virtualizer._willUpdate();
        if (rowHeight !== this.#measured) this.#virtualizer.measure();
        this.#measured = rowHeight;
        this.#version++;
      });
    });
  }

  readonly items: readonly VirtualItem[] = $derived.by(() => {
    this.#follow();
    return this.#virtualizer.getVirtualItems();
  });

  readonly height: number = $derived.by(() => {
    this.#follow();
    const { count, rowHeight } = this.#read();
    return count * rowHeight;
  });

  /** Makes what is derived here follow the virtualizer, which is no rune. */
  #follow(): number {
    return this.#version;
  }

  /** First and last row in view. */
  readonly range: readonly [number, number] = $derived.by(() => {
    this.#follow();
    const range = this.#virtualizer.range;
    return [range?.startIndex ?? 0, Math.min(range?.endIndex ?? 0, (range?.startIndex ?? 0) + MAX_ROWS)];
  });

  /** Rows that are in view at once. */
  get page(): number {
    const [first, last] = this.range;
    return last - first;
  }

  show(index: number): void {
    this.#virtualizer.scrollToIndex(index, { align: 'auto' });
  }

  toStart(): void {
    this.#virtualizer.scrollToOffset(0);
  }

  #options({ box, count, active, rowHeight }: Reads): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    return {
      count,
      getScrollElement: () => box,
      estimateSize: () => rowHeight,
      overscan: this.#overscan,
      scrollMargin: HEAD_HEIGHT,
      scrollPaddingStart: HEAD_HEIGHT,
      scrollToFn: (offset, adjust, instance) => {
        // A box that has not been scrolled is at its start; to be told so it would be laid out.
        if (offset !== 0 || (instance.scrollOffset ?? 0) !== 0) elementScroll(offset, adjust, instance);
      },
      observeElementOffset,
      observeElementRect: ({ scrollElement }, report) =>
        observeSize(scrollElement, ({ width, height }) => {
          this.width = width;
          report({ width, height: Math.min(height, (MAX_ROWS - 2 * OVERSCAN - 2) * COMPACT_HEIGHT) });
        }),
      rangeExtractor: (range) => {
        const rows = defaultRangeExtractor(range).slice(0, MAX_ROWS - 1);
        return active < 0 || active >= count || rows.includes(active) ? rows : [...rows, active].sort((a, b) => a - b);
      },
      onChange: () => this.#version++,
    };
  }
}

/** Without the scroll bar, where that takes room. The observer tells before anything is drawn. */
function observeSize(box: HTMLElement | null, report: (size: Rect) => void): (() => void) | undefined {
  if (box === null) return undefined;
  const size = (): Rect => ({ width: box.clientWidth, height: box.clientHeight });
  report(last ?? size());
  const observer = new ResizeObserver(() => report((last = size())));
  observer.observe(box);
  return () => observer.disconnect();
}
