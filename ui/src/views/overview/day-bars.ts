import type { DayCount, LogGap } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { date } from '$lib/i18n/format';
import type { ChartSeries, ChartSlot } from '$lib/kit';

/** Outcomes as they are stacked, each with a paint of its own. */
export function resultSeries(): readonly ChartSeries[] {
  return [
    { id: 'success', label: t('result_success'), paint: 'plain' },
    { id: 'denied', label: t('result_denied'), paint: 'fail' },
    { id: 'fraud', label: t('result_fraud'), paint: 'fail-lines' },
    { id: 'error', label: t('result_error'), paint: 'warn-dots' },
  ];
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

/** Days as columns; one without sign-ins to which the log was not read back is a gap, not a nought. */
export function daySlots(days: readonly DayCount[], readBackTo: string | null, gaps: readonly LogGap[]): readonly ChartSlot[] {
  const gone = gaps.map(({ from, to }) => [from.slice(0, 10), to.slice(0, 10)] as const);
  return days.map((day) => {
    const { success, denied, fraud, error } = day;
    const unread = sum([day]) === 0 && (readBackTo === null || day.day < readBackTo.slice(0, 10));
    return { key: day.day, label: date(day.day), values: unread ? null : { success, denied, fraud, error }, ...(!unread && gone.some(([from, to]) => from <= day.day && day.day <= to) && { partial: true }) };
  });
}

/** "23 Oct to 21 Nov". */
export function period(days: readonly DayCount[]): string {
  const [first, last] = [days[0], days.at(-1)];
  return first && last ? t('chart_period', { from: date(first.day), to: date(last.day) }) : '';
}

export function sum(days: readonly DayCount[]): number {
  return days.reduce((total, { success, denied, fraud, error }) => total + success + denied + fraud + error, 0);
}
