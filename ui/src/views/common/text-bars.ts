import type { TextCount } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import type { BarItem, Paint } from '$lib/kit';

/** Bars shown of a list of texts; the rest is in the table. */
export const FEW = 6;

/** Texts as bars, each with its share and its raw form; what Duo does not tell is kept however short the list is. */
export function textBars(texts: readonly TextCount[], word: (raw: string) => string, paint: (raw: string) => Paint = () => 'plain'): readonly BarItem[] {
  const all = sumOf(texts);
  return texts.map(({ text, count }) => ({ key: text, label: word(text), value: count, paint: paint(text), aside: share(count, all), title: text, keep: text.trim() === '' }));
}

export function sumOf(texts: readonly TextCount[]): number {
  return texts.reduce((sum, { count }) => sum + count, 0);
}

function share(count: number, all: number): string {
  const percent = Math.round((100 * count) / all);
  return percent === 0 && count > 0 ? '< 1 %' : `${number(percent)} %`;
}

/** Strong factors in the accent, weak ones and what is none marked. */
export function factorPaint(raw: string): Paint {
  if (/webauthn|u2f|verified|passkey/.test(raw)) return 'accent';
  if (/sms|phone_call|bypass|remembered|trusted_network|not_available/.test(raw)) return 'warn';
  return raw.includes('push') ? 'accent-2' : 'accent-3';
}

export function plainCountry(raw: string): string {
  return raw.trim() === '' ? t('unknown_country') : raw;
}
