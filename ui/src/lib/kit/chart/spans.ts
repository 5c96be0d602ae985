import type { Paint } from './chart';

/** A stretch of a row: both ends in milliseconds. */
export interface Span {
  readonly lo: number;
  readonly hi: number;
  /** Id of its kind. */
  readonly kind: string;
  /** In words, with its dates. */
  readonly title: string;
}

/** What a stretch can be. */
export interface SpanKind {
  readonly id: string;
  readonly label: string;
  readonly paint: Paint | 'unread';
}

/** A bar of time. */
export interface SpanRow {
  readonly key: string;
  readonly label: string;
  readonly spans: readonly Span[];
}

const BAR = 12;
const PITCH = 26;
const FOOT = 20;
const HEAD = 4;
/** Room for a date under the axis. */
const TICK = 84;

export interface Piece {
  readonly span: Span;
  readonly x: number;
  readonly width: number;
}

/** Where each stretch stands, from the oldest to the newest time of all rows. */
export function lay(rows: readonly SpanRow[], left: number, width: number) {
  const all = rows.flatMap(({ spans }) => spans);
  const from = Math.min(...all.map(({ lo }) => lo));
  const to = Math.max(...all.map(({ hi }) => hi), from + 1);
  const x = (at: number): number => left + ((at - from) / (to - from)) * Math.max(1, width - left);
  const bars = rows.map((row, at) => ({
    row,
    y: HEAD + at * PITCH + (PITCH - BAR) / 2,
    // A gap of minutes in half a year must still be seen.
    pieces: row.spans.map((span): Piece => ({ span, x: x(span.lo), width: Math.max(span.kind === 'gap' ? 3 : 1, x(span.hi) - x(span.lo)) })),
  }));
  const base = HEAD + rows.length * PITCH;
  const ticks = Math.max(1, Math.floor((width - left) / TICK));
  const dates = Array.from({ length: ticks + 1 }, (_, at) => from + ((to - from) * at) / ticks);
  return { bars, bar: BAR, base, height: base + FOOT, ticks: dates.map((at) => ({ at, x: x(at) })) };
}
