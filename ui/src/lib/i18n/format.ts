import { hasText, t } from '.';
import { timeDisplay } from './display.svelte';
import type { NotEvaluatedReason } from '$lib/generated/contract';

const LOCALE = usableLocale(navigator.language);
/** Thin spaces between groups of three, whatever the language writes; they do not break. */
const THIN = '\u202f';

const plain = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const made = new Map<string | null, TimeFormats>();
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
/** As `toLocaleString` writes it, which makes a format for each time that it is asked. */
const full = new Intl.DateTimeFormat(LOCALE, { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
const moment = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export const DASH = '\u2013';

/** The language to write dates in. Under `LANG=C` WebKitGTK calls its language "C", with which every Intl format throws. */
export function usableLocale(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** `12 345`, `70.4`. */
export function number(value: number): string {
  return plain.format(value).replaceAll(',', THIN);
}

/** `12.4 MB`: what a file takes. */
export function bytes(count: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB'];
  // What would be written as 1 000 of a unit is 1 of the next.
  const step = steps.findIndex((_, at) => at === steps.length - 1 || Math.round(count / 1000 ** at) < 1000);
  return `${number(count / 1000 ** step)} ${steps[step] ?? 'B'}`;
}

/** `72 CHF` from hundredths; whole amounts without decimals. */
export function money(hundredths: number, currency: string | null): string {
  const amount = hundredths / 100;
  const text = new Intl.NumberFormat('en', { minimumFractionDigits: hundredths % 100 === 0 ? 0 : 2, maximumFractionDigits: 2 }).format(amount);
  return `${currency ?? ''} ${text.replaceAll(',', THIN)}`.trim();
}

interface TimeFormats {
  readonly dayMonth: Intl.DateTimeFormat;
  readonly dayMonthYear: Intl.DateTimeFormat;
  readonly iso: Intl.DateTimeFormat;
  readonly clock: Intl.DateTimeFormat;
}

/** The formats of a zone; making them takes long, so each is made once. */
function formats(zone: string | null): TimeFormats {
  const found = made.get(zone);
  if (found !== undefined) return found;
  const timeZone = zone ?? undefined;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone } as const;
  const fresh: TimeFormats = {
    dayMonth: new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', timeZone }),
    dayMonthYear: new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short', year: 'numeric', timeZone }),
    // Swedes write dates as ISO does.
    iso: new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }),
    clock: new Intl.DateTimeFormat(LOCALE, zone === null ? time : { ...time, timeZoneName: 'short' }),
  };
  made.set(zone, fresh);
  return fresh;
}

/** A day of the calendar, such as a renewal: the same day in every zone. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** `21 Nov`, with the year when it is another than this one, or `2026-11-21`; of a time the day in the zone in force. */
export function date(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return iso;
  const here = formats(timeDisplay.zone);
  const of = DAY.test(iso) ? formats('UTC') : here;
  const day = of.iso.format(time);
  if (timeDisplay.iso) return day;
  return (yearOf(day) === yearOf(here.iso.format(now)) ? of.dayMonth : of.dayMonthYear).format(time);
}

function yearOf(day: string): string {
  return day.slice(0, 4);
}

/** `21 Nov 14:02`, with its zone when it is not the viewer's. */
export function dateTime(iso: string, now: Date = new Date()): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${date(iso, now)} ${formats(timeDisplay.zone).clock.format(time)}`;
}

/** The whole time with its zone, for tooltips. */
export function fullTime(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : `${full.format(time)} (${iso})`;
}

/** `37 min. ago`. */
export function age(iso: string, now: Date = new Date()): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000);
  const minutes = Math.round(seconds / 60);
  // What was read a moment ago may bear a time that is rounded into the future.
  if (minutes === 0) return moment.format(0, 'second');
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? relative.format(hours, 'hour') : relative.format(Math.round(hours / 24), 'day');
}

/** `about 24 min`, for what is left of a sync. */
export function duration(seconds: number): string {
  if (seconds < 90) return t('about_seconds', { n: Math.max(1, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t('about_minutes', { n: minutes }) : t('about_hours', { n: number(Math.round(minutes / 6) / 10) });
}

/** Why something is not evaluated: the sentence, or a few words for a cell. */
export function why(reason: NotEvaluatedReason, short = false): string {
  const tail = short ? '_short' : '';
  const key = `ne_${reason.code}${tail}`;
  if (!hasText(key)) return reason.code;
  switch (reason.code) {
    case 'permission_missing':
      return t(key, { permission: t(`permission_${reason.permission}`) });
    case 'not_offered':
    case 'not_in_edition':
    case 'truncated':
    case 'never_synced':
      return t(key, { data_set: t(`data_set_${reason.data_set}`) });
    case 'not_read':
    case 'nobody':
    case 'not_entered':
      return t(key);
  }
}
