import type { CoverageGap, GapReason, LogCoverage } from '$lib/generated/contract';

const DAY = 86_400_000;
/** What is new is read every hour: the last day counts as read when no more than this is missing at its end. */
const SLACK = 2 * 3_600_000;

/** What is known of a day of a log; the graver comes first. */
export type DayKind = 'gap' | 'reading' | 'part' | 'unread' | 'read';

/** Days in a row of which the same is known; both ends in milliseconds. */
export interface DayRun {
  readonly lo: number;
  readonly hi: number;
  readonly kind: DayKind;
  /** Of a gap. */
  readonly why: GapReason | null;
}

interface Stretch {
  readonly lo: number;
  readonly hi: number;
}

/** The days (UTC) of a log from the oldest that is kept, those that are alike as one. */
export function dayRuns(log: LogCoverage): readonly DayRun[] {
  const [from, to] = [ms(log.from), ms(log.to)];
  const [stretches, open] = [log.stretches.map(stretch), log.open.map(stretch)];
  const runs: DayRun[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) {
    const bounds = { lo: Math.max(day, from), hi: Math.min(day + DAY, to) };
    const gap = log.gaps.find((one) => meets(stretch(one), bounds));
    const kind = gap === undefined ? kindOf(bounds, to, stretches, open) : 'gap';
    const why = gap?.why ?? null;
    const last = runs.at(-1);
    if (last !== undefined && last.kind === kind && last.why === why) runs[runs.length - 1] = { ...last, hi: bounds.hi };
    else runs.push({ ...bounds, kind, why });
  }
  return runs;
}

function kindOf(day: Stretch, to: number, stretches: readonly Stretch[], open: readonly Stretch[]): DayKind {
  const need = { lo: day.lo, hi: day.hi === to ? Math.max(day.lo, to - SLACK) : day.hi };
  if (covered(need, stretches)) return 'read';
  if (open.some((one) => meets(one, day))) return 'reading';
  return stretches.some((one) => meets(one, day)) ? 'part' : 'unread';
}

function covered({ lo, hi }: Stretch, stretches: readonly Stretch[]): boolean {
  let at = lo;
  for (const one of stretches.toSorted((a, b) => a.lo - b.lo)) {
    if (one.lo > at) break;
    at = Math.max(at, one.hi);
  }
  // Times of the log are whole milliseconds, both ends included.
  return at >= hi - 1;
}

function meets(one: Stretch, other: Stretch): boolean {
  return one.lo < other.hi && one.hi > other.lo;
}

function ms(iso: string): number {
  return new Date(iso).getTime();
}

function stretch({ lo, hi }: { readonly lo: string; readonly hi: string } | CoverageGap): Stretch {
  return { lo: ms(lo), hi: ms(hi) };
}
