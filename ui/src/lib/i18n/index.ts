import messages from '$messages/en.json';
import type { Code } from '$lib/generated/contract';

export type MessageKey = keyof typeof messages;
export type Values = Readonly<Record<string, string | number>>;

const table: Readonly<Record<string, string>> = messages;
const PLACEHOLDER = /\{(\w+)\}/g;

/** Whether there is a text under this key: for keys made of what Duo sent. */
export function hasText(key: string): key is MessageKey {
  return Object.hasOwn(table, key);
}

/**
 * The text of a key with its `{placeholders}` filled; a placeholder without a value shows as an ellipsis.
 * Where `n` is one and there is a text of that key with `_one` behind it, that text.
 */
export function t(key: MessageKey, values: Values = {}): string {
  return fill(counted(key, values), values);
}

/** The same rule as `engine::text::counted`. */
function counted(key: string, values: Values): string {
  const one = String(values['n']) === '1' ? table[`${key}_one`] : undefined;
  return one ?? table[key] ?? key;
}

/** The text of an open set's value, or the value itself when Duo has a new one. */
export function choiceText(prefix: string, value: string, values: Values = {}): string {
  const key = `${prefix}_${value.replaceAll(' ', '_')}`;
  return hasText(key) ? t(key, values) : value;
}

/** What happened, in a sentence or two. Sentences that need a value which was not given are left out. */
export function codeText(code: Code, values: Values = {}): string {
  return complete(t(`code_${code}`, withoutGaps(values)), counted(`code_${code}`, values), values);
}

/** The heading of a failed check; none for codes that never fail one. */
export function codeTitle(code: Code): string | null {
  return table[`code_${code}_title`] ?? null;
}

/** What to do about it. */
export function codeFix(code: Code): string | null {
  return table[`code_${code}_fix`] ?? null;
}

/** What happened, and what to do about it where that is known. */
export function codeSaid(code: Code, values: Values = {}): string {
  const fix = codeFix(code);
  return fix === null ? codeText(code, values) : `${codeText(code, values)} ${fix}`;
}

function fill(text: string, values: Values): string {
  return text.replace(PLACEHOLDER, (_, name: string) => String(values[name] ?? '…'));
}

function withoutGaps(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function complete(filled: string, template: string, values: Values): string {
  const sentences = template.split(/(?<=[.?!]) (?=[A-Z{"])/);
  const known = sentences.filter((sentence) => [...sentence.matchAll(PLACEHOLDER)].every(([, name]) => Boolean(values[name ?? ''])));
  return known.length === 0 || known.length === sentences.length ? filled : known.map((s) => fill(s, values)).join(' ');
}
