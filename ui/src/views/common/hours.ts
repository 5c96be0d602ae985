import type { HoursOf, SignInHours } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { timeDisplay } from '$lib/i18n/display.svelte';
import { number } from '$lib/i18n/format';
import { localZone } from '$lib/i18n/zones';
import type { HeatCell, HeatLine } from '$lib/kit';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** The question of one application, or of all. */
export function hoursOf(client: string, app: string | null): HoursOf {
  return { client, app_key: app, time_zone: timeDisplay.zone ?? localZone() };
}

/** "09:00". */
export function clockHour(hour: number): string {
  return `${String(hour % 24).padStart(2, '0')}:00`;
}

export const HOUR_LABELS: readonly string[] = HOURS.map(clockHour);

type Hour = NonNullable<SignInHours['hours']>[number];

function cell(hour: Hour | undefined, day: string, at: number): HeatCell {
  const where = { day, from: clockHour(at), to: clockHour(at + 1) };
  const { sign_ins, read, unread } = hour ?? { sign_ins: 0, read: 0, unread: 1 };
  // A running sync stores sign-ins of an hour before it has them all.
  if (read === 0 && sign_ins === 0) return { value: null, title: t('heat_cell_unread', where) };
  const told = t('heat_cell', { ...where, n: number(sign_ins) });
  if (unread === 0) return { value: sign_ins, title: told };
  return { value: sign_ins, partial: true, title: t('heat_cell_partial', { cell: told, n: unread, all: read + unread }) };
}

/** A line a weekday, Monday first. */
export function heatLines(hours: readonly Hour[]): readonly HeatLine[] {
  return DAYS.map((day) => {
    const label = t(`weekday_${day}`);
    return { key: String(day), label, cells: HOURS.map((at) => cell(hours[(day - 1) * 24 + at], label, at)) };
  });
}

/** The cell with the most sign-ins, in words; none where there are none. */
export function busiest(lines: readonly HeatLine[]): string | null {
  const all = lines.flatMap(({ cells }) => cells);
  const most = all.reduce<HeatCell | null>((best, one) => ((one.value ?? 0) > (best?.value ?? 0) ? one : best), null);
  return most === null ? null : t('heat_most', { cell: most.title });
}
