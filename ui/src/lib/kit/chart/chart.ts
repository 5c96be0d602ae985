import { DASH, number } from '$lib/i18n/format';

/** How a series is painted; every paint but `plain` and `accent` has a pattern of its own, so that none rests on colour alone. */
export type Paint = 'plain' | 'accent' | 'accent-2' | 'accent-3' | 'fail' | 'fail-lines' | 'warn' | 'warn-dots';

/** What stands beside every chart. */
export interface ChartFacts {
  readonly title: string;
  /** What is counted: "sign-ins". */
  readonly unit: string;
  /** How many were counted. */
  readonly n?: number | undefined;
  /** "23 Oct to 21 Nov". */
  readonly period?: string | undefined;
  /** Time zone of the days: "UTC". */
  readonly zone?: string | undefined;
  /** Age of the data, as text. */
  readonly asOf?: string | undefined;
}

export interface Series {
  readonly id: string;
  readonly label: string;
  readonly paint: Paint;
}

/** A column of a stacked chart; `values` null: not read, so a gap and never a nought. */
export interface Slot {
  readonly key: string;
  readonly label: string;
  readonly values: Readonly<Record<string, number>> | null;
  /** Some of it is known to be missing: its figures stand over a hatch. */
  readonly partial?: boolean | undefined;
}

/** A horizontal bar. */
export interface BarItem {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly paint?: Paint | undefined;
  /** After the figure: "22 %". */
  readonly aside?: string | undefined;
  /** Tooltip: the raw value behind a plain word. */
  readonly title?: string | undefined;
  /** Shown however short the list is. */
  readonly keep?: boolean | undefined;
}

/** A point in time of a line chart; a value null is not known. */
export interface LinePoint {
  /** Where it stands, in milliseconds. */
  readonly at: number;
  readonly label: string;
  readonly values: Readonly<Record<string, number | null>>;
  /** From a sync that did not read everything: drawn hollow and not joined. */
  readonly partial?: boolean | undefined;
}

/** The same figures as text: for the table and for copying. */
export interface ChartTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Values at which lines are drawn, from nought to one not below `most`; whole numbers. */
export function ticks(most: number): readonly number[] {
  const top = Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(top));
  const step = [0.5, 1, 2, 5].map((factor) => Math.max(1, factor * power)).find((candidate) => candidate * 4 >= top) ?? power * 5;
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, at) => at * step);
}

export interface Part {
  readonly id: string;
  readonly paint: Paint;
  readonly y: number;
  readonly height: number;
}

export interface Column {
  readonly slot: Slot;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly Part[];
}

export interface Area {
  readonly width: number;
  readonly height: number;
}

const LEFT = 34;
const FOOT = 20;
const HEAD = 8;

/** Where each column of a stacked chart stands. */
export function stack(slots: readonly Slot[], series: readonly Series[], { width, height }: Area) {
  const scale = ticks(Math.max(0, ...slots.map(total)));
  const base = height - FOOT;
  const y = upright(scale, base);
  const pitch = Math.max(2, (width - LEFT) / Math.max(1, slots.length));
  const columns = slots.map((slot, at): Column => {
    let from = 0;
    const parts = series.flatMap(({ id, paint }): Part[] => {
      const value = slot.values?.[id] ?? 0;
      if (value === 0) return [];
      const [low, high] = [y(from), y(from + value)];
      from += value;
      return [{ id, paint, y: high, height: Math.max(1, low - high) }];
    });
    return { slot, x: LEFT + at * pitch + (pitch > 6 ? 1 : 0), width: Math.max(1, pitch - (pitch > 6 ? 3 : 1)), parts };
  });
  return { columns, scale, y, left: LEFT, base, top: HEAD, every: spread(slots.length, width) };
}

/** Every so many columns a label has room. */
function spread(count: number, width: number): number {
  const fits = Math.max(1, Math.floor((width - LEFT) / 64));
  const needed = Math.ceil(count / fits);
  return needed <= 1 ? 1 : Math.ceil(needed / 7) * 7;
}

export interface Mark {
  readonly point: LinePoint;
  readonly x: number;
  readonly y: number;
}

/** Where the points of a line chart stand, and the runs of them that are joined. */
export function plot(points: readonly LinePoint[], series: readonly Series[], { width, height }: Area) {
  const values = points.flatMap(({ values }) => series.map(({ id }) => values[id] ?? 0));
  const scale = ticks(Math.max(0, ...values));
  const base = height - FOOT;
  const y = upright(scale, base);
  const [first, last] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  const right = width - 8;
  const x = (at: number): number => (last > first ? LEFT + 6 + ((at - first) / (last - first)) * (right - LEFT - 6) : (LEFT + right) / 2);
  const lines = series.map((one) => {
    const marks = points.flatMap((point): Mark[] => {
      const value = point.values[one.id];
      return value === null || value === undefined ? [] : [{ point, x: x(point.at), y: y(value) }];
    });
    return { series: one, marks, path: joined(points, one.id, x, y) };
  });
  return { lines, scale, y, x, left: LEFT, base };
}

/** Joins neighbours that are both whole; a partial or unknown point breaks the line. */
function joined(points: readonly LinePoint[], id: string, x: (at: number) => number, y: (value: number) => number): string {
  let pen = false;
  return points
    .map((point) => {
      const value = point.values[id];
      if (point.partial === true || value === null || value === undefined) {
        pen = false;
        return '';
      }
      const step = `${pen ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = true;
      return step;
    })
    .join('');
}

function upright(scale: readonly number[], base: number): (value: number) => number {
  const top = scale.at(-1) ?? 1;
  return (value) => base - (value / top) * (base - HEAD);
}

/** The sum of a column; nought for a gap. */
export function total(slot: Slot): number {
  return Object.values(slot.values ?? {}).reduce((sum, value) => sum + value, 0);
}

/** The figures of a column in words: the first series always, the others where they have any; and that some are missing. */
export function words(slot: Slot, series: readonly Series[], unread: string, missing = ''): string {
  const { values } = slot;
  if (values === null) return `${slot.label}: ${unread}`;
  const told = series.filter(({ id }, at) => at === 0 || (values[id] ?? 0) > 0);
  return `${slot.label}: ${told.map(({ id, label }) => `${label} ${number(values[id] ?? 0)}`).join(', ')}${slot.partial === true ? `; ${missing}` : ''}`;
}

/** A cell as it is read. */
export function shown(cell: string | number | null): string {
  return cell === null ? DASH : typeof cell === 'number' ? number(cell) : cell;
}

/** The table as CSV (RFC 4180); a text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csv({ head, rows }: ChartTable): string {
  return [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n') + '\r\n';
}

function field(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
