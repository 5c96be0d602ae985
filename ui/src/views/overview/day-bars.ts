import type { DayCount } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { number } from '$lib/i18n/format';

const RESULTS = ['success', 'denied', 'fraud', 'error'] as const;
type Result = (typeof RESULTS)[number];

interface Part {
  readonly result: Result;
  readonly y: number;
  readonly height: number;
}

export interface Bar {
  readonly day: string;
  readonly x: number;
  readonly width: number;
  readonly parts: readonly Part[];
  readonly title: string;
  /** The log was not read back to this day: no nought is drawn for it. */
  readonly unread: boolean;
}

export interface Area {
  readonly width: number;
  readonly height: number;
  /** Value at the upper edge. */
  readonly top: number;
}

/** Every day from the first to the last: Tandem lists only those with sign-ins. */
export function filled(days: readonly DayCount[]): readonly DayCount[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  const byDay = new Map(days.map((day) => [day.day, day]));
  const all: DayCount[] = [];
  for (let at = Date.parse(first.day); at <= Date.parse(last.day); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    all.push(byDay.get(day) ?? { day, success: 0, denied: 0, fraud: 0, error: 0 });
  }
  return all;
}

/** Values at which lines are drawn, from nought to one above every bar. */
export function ticks(days: readonly DayCount[]): readonly number[] {
  const most = Math.max(1, ...days.map(sum));
  const power = 10 ** Math.floor(Math.log10(most));
  const step = [0.5, 1, 2, 5].map((factor) => Math.max(1, factor * power)).find((candidate) => candidate * 4 >= most) ?? power * 5;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}

/** Where each bar stands. */
export function bars(days: readonly DayCount[], readBackTo: string | null, { width, height, top }: Area) {
  const left = 34;
  const base = height - 20;
  const y = (value: number): number => base - (value / top) * (base - 8);
  const pitch = Math.max(4, (width - left) / Math.max(1, days.length));
  const drawn = days.map((day, at): Bar => {
    let from = 0;
    const parts = RESULTS.flatMap((result): Part[] => {
      if (day[result] === 0) return [];
      const [low, high] = [y(from), y(from + day[result])];
      from += day[result];
      return [{ result, y: high, height: Math.max(1, low - high) }];
    });
    return { day: day.day, x: left + at * pitch + 1, width: pitch - 3, parts, title: title(day), unread: sum(day) === 0 && before(day.day, readBackTo) };
  });
  return { bars: drawn, y, left, base };
}

export function sum(day: DayCount): number {
  return RESULTS.reduce((total, result) => total + day[result], 0);
}

function title(day: DayCount): string {
  const parts = RESULTS.filter((result) => result === 'success' || day[result] > 0);
  return parts.map((result) => `${t(`result_${result}`)} ${number(day[result])}`).join(', ');
}

function before(day: string, readBackTo: string | null): boolean {
  return readBackTo === null || day < readBackTo.slice(0, 10);
}
