import * as v from 'valibot';
import type { BillingModel, LicenceTerms } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { isDay, readDay } from '$lib/kit/day';

/** What is typed into the dialog. */
export interface TermsForm {
  paid: string;
  price: string;
  currency: string;
  model: BillingModel;
  renewal: string;
  enteredBy: string;
  commit: string;
  pack: string;
  buffer: string;
  billed: string;
  sell: string;
}

const plain = (text: string): string => text.replace(/[\s\u202f'’]/g, '');

const paid = v.pipe(v.string(), v.transform(plain), v.regex(/^\d{0,7}$/, t('terms_bad_paid')), v.transform((text) => (text === '' ? null : Number(text))));
const price = v.pipe(
  v.string(),
  v.transform((text) => plain(text).replace(',', '.')),
  v.regex(/^(\d{1,7}(\.\d{1,2})?)?$/, t('terms_bad_price')),
  v.transform((text) => (text === '' ? null : Math.round(Number(text) * 100))),
);
const currency = v.pipe(v.string(), v.trim(), v.toUpperCase(), v.regex(/^([A-Z]{3})?$/, t('terms_bad_currency')), v.transform((text) => (text === '' ? null : text)));
const whole = (most: number, bad: string) => v.pipe(v.string(), v.transform(plain), v.regex(/^\d{0,7}$/, bad), v.transform(Number), v.maxValue(most, bad));
const schema = v.pipe(
  v.object({
    paid,
    price,
    currency,
    model: v.picklist(['prepaid', 'pay_per_user']),
    renewal: v.pipe(v.string(), v.transform(readDay), v.check((text) => text === '' || isDay(text), t('date_invalid')), v.transform((text) => (text === '' ? null : text))),
    enteredBy: v.pipe(v.string(), v.trim(), v.minLength(1, t('terms_bad_entered_by')), v.maxLength(64, t('terms_bad_entered_by'))),
    commit: whole(9_999_999, t('terms_bad_number')),
    pack: whole(9_999_999, t('terms_bad_number')),
    buffer: whole(100, t('terms_bad_percent')),
    billed: paid,
    sell: price,
  }),
  v.forward(v.check((form) => form.price === null || form.currency !== null, t('terms_bad_currency')), ['currency']),
);

export type Terms = v.InferOutput<typeof schema>;
export type Problems = Partial<Record<keyof TermsForm, string>>;

/** The figures as they are sent, or what is wrong with which field. */
export function read(form: TermsForm): { terms: Terms } | { problems: Problems } {
  const result = v.safeParse(schema, form);
  if (result.success) return { terms: result.output };
  const nested = v.flatten<typeof schema>(result.issues).nested ?? {};
  return { problems: Object.fromEntries(Object.entries(nested).map(([field, texts]) => [field, texts[0]])) };
}

/** The form for terms that were entered before. */
export function write(terms: LicenceTerms | null, usual: string | null = null): TermsForm {
  return {
    paid: terms?.paid?.toString() ?? '',
    price: amount(terms?.price_hundredths ?? null),
    currency: terms?.currency ?? usual ?? '',
    model: terms?.model ?? 'prepaid',
    renewal: terms?.renewal?.slice(0, 10) ?? '',
    enteredBy: terms?.entered_by ?? '',
    commit: nonzero(terms?.min_commit),
    pack: nonzero(terms?.pack_size),
    buffer: nonzero(terms?.buffer_percent),
    billed: terms?.billed?.toString() ?? '',
    sell: amount(terms?.sell_hundredths ?? null),
  };
}

/** The amount as it is typed; empty = none. */
export function amount(hundredths: number | null): string {
  return hundredths === null ? '' : (hundredths / 100).toFixed(hundredths % 100 === 0 ? 0 : 2);
}

function nonzero(value: number | undefined): string {
  return value === undefined || value === 0 ? '' : String(value);
}
