import type { DayCount } from '$lib/generated/contract';
import { date } from '$lib/i18n/format';
import type { ChartSlot } from '$lib/kit';

const DAY = 86_400_000;
const RESULTS = ['success', 'denied', 'fraud', 'error'] as const;

/** The last `count` spans of so many days, up to the age of the log; a span that was not wholly read is a gap. */
export function spans(days: readonly DayCount[], asOf: string, readBackTo: string | null, count: number, length: number): readonly ChartSlot[] {
  const end = Math.floor(Date.parse(asOf) / DAY) + 1;
  const readFrom = readBackTo === null ? Infinity : Date.parse(readBackTo) / DAY;
  return Array.from({ length: count }, (_, at): ChartSlot => {
    const from = end - (count - at) * length;
    const within = days.filter(({ day }) => Date.parse(day) / DAY >= from && Date.parse(day) / DAY < from + length);
    const sums = Object.fromEntries(RESULTS.map((result) => [result, within.reduce((sum, day) => sum + day[result], 0)]));
    const key = new Date(from * DAY).toISOString().slice(0, 10);
    // A single day at the edge is read in part; a longer span would look like a drop.
    const unread = length === 1 ? within.length === 0 && from + 1 <= readFrom : from < Math.floor(readFrom);
    return { key, label: date(key), values: unread ? null : sums };
  });
}

export function summed(slots: readonly ChartSlot[]): number {
  return slots.reduce((sum, { values }) => sum + Object.values(values ?? {}).reduce((a, b) => a + b, 0), 0);
}
