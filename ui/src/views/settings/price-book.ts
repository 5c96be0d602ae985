import type { BillingModel, Plan, PlanPrice } from '$lib/generated/contract';
import { amount } from '$views/licences/terms';

export const PLANS: readonly Plan[] = ['essentials', 'advantage', 'premier', 'msp'];

/** What is typed for a plan; an empty price = none. */
export interface Entry {
  price: string;
  currency: string;
  model: BillingModel;
}

export function writePrice(price: PlanPrice | undefined): Entry {
  return { price: amount(price?.price_hundredths ?? null), currency: price?.currency ?? '', model: price?.model ?? 'pay_per_user' };
}

/** None where no price is entered, `bad` where it is no amount in a currency. */
export function readPrice(plan: Plan, { price, currency, model }: Entry): PlanPrice | null | 'bad' {
  const typed = price.replace(/[\s\u202f'’]/g, '').replace(',', '.');
  const code = currency.trim().toUpperCase();
  if (typed === '') return null;
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(typed) || !/^[A-Z]{3}$/.test(code)) return 'bad';
  return { plan, price_hundredths: Math.round(Number(typed) * 100), currency: code, model, entered_at: null };
}
