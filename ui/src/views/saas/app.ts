import { choiceText, t } from '$lib/i18n';
import { DASH, date, number } from '$lib/i18n/format';
import type { Tone } from '$lib/kit';
import { num, text, type Row } from '$lib/rows/cells';

const DAY = 86_400_000;
/** Below so many sign-ins a trend tells nothing. */
const ENOUGH = 20;

/** Last 30 days against the 30 before: `−34 %`; a dash where that tells nothing. */
export function trend(row: Row): { text: string; title: string } {
  const [last, before] = [num(row, 'sign_ins_30'), num(row, 'sign_ins_before_30')];
  if (last === null || before === null || last + before < ENOUGH) return { text: DASH, title: t('trend_too_few') };
  const title = t('trend_title', { last: number(last), before: number(before) });
  if (before === 0) return { text: t('flag_new'), title };
  const change = Math.round(((last - before) / before) * 100);
  return { text: `${change > 0 ? '+' : change < 0 ? '−' : ''}${number(Math.abs(change))} %`, title };
}

function listOf(json: string | null): readonly unknown[] | null {
  if (json === null) return null;
  try {
    const told: unknown = JSON.parse(json);
    return Array.isArray(told) ? told : null;
  } catch {
    return null;
  }
}

/** The sign-ins of the last twelve weeks, the oldest first; none where the log has no sign-in of them. A week that the log does not reach back to has no value. */
export function weeks(row: Row): { values: readonly (number | null)[]; label: string } | null {
  const told = listOf(text(row, 'weeks'));
  if (told === null) return null;
  const values = told.map((value) => (typeof value === 'number' ? value : null));
  if (!values.some((value) => value !== null && value > 0)) return null;
  return { values, label: t('weeks_label', { values: values.map((value) => (value === null ? t('weeks_unread') : number(value))).join(', ') }) };
}

/** First sign-in; "≥ 180 d" when it touches the edge of the log that was read. */
export function firstSeen(row: Row, readBackTo: string | null, asOf: string | null): string {
  const first = text(row, 'first_seen');
  if (first === null) return DASH;
  const touches = readBackTo !== null && Date.parse(first) - Date.parse(readBackTo) < DAY;
  return touches && asOf !== null ? t('at_least_days', { n: Math.floor((Date.parse(asOf) - Date.parse(readBackTo)) / DAY) }) : date(first);
}

const TONE: Readonly<Record<string, Tone>> = { bypass_share: 'warn', denied_rate: 'warn', no_factor: 'warn', removed: 'warn', new: 'info' };

export interface Flag {
  readonly id: string;
  readonly word: string;
  readonly rule: string;
  readonly tone: Tone;
}

/** A flag with its figures and its rule. */
export function flagOf(row: Row, id: string): Flag {
  const percent = num(row, id === 'bypass_share' ? 'bypass_percent' : 'denied_percent');
  const values = { percent: percent === null ? '' : number(percent), n: number(num(row, 'sign_ins') ?? 0) };
  return { id, word: choiceText('flag', id, values), rule: choiceText('flag_why', id, values), tone: TONE[id] ?? 'plain' };
}

/** A colour of the tokens that stays with the application's key. */
export function colour(key: string): number {
  return (Array.from(key).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7) % 8) + 1;
}
