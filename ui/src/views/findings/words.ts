import { hasText, t } from '$lib/i18n';
import { money, number } from '$lib/i18n/format';
import type { IconName } from '$lib/kit';
import type { Tone } from '$lib/kit/states';
import { num, text, type Row } from '$lib/rows/cells';
import { clientHref, type ClientPage } from '$lib/router.svelte';

/** How grave a finding is, by shape and word. */
export const SEVERITY: Readonly<Record<string, { readonly icon: IconName; readonly tone: Tone }>> = {
  high: { icon: 'failed', tone: 'fail' }, medium: { icon: 'warning', tone: 'warn' }, low: { icon: 'info', tone: 'info' },
};

/** The mark of a severity; one that is not known is grave enough to be seen. */
export function severityLook(severity: string | null): { readonly icon: IconName; readonly tone: Tone; readonly word: string } {
  return { ...(SEVERITY[severity ?? ''] ?? { icon: 'warning', tone: 'warn' }), word: word('severity', severity) };
}

/** Where what a finding is about can be seen. */
const PAGE: Readonly<Record<string, ClientPage>> = {
  user: 'users', group: 'groups', bypass_code: 'bypass', policy: 'policies', administrator: 'admins', application: 'saas', right: 'connection', data_set: 'sync', connection: 'connection', account: 'licences',
};

/** A text of the list of findings; a word that is not there stays as it came. */
export function word(prefix: string, value: string | null): string {
  if (value === null || value === '') return '';
  const key = `${prefix}_${value}`;
  return hasText(key) ? t(key) : value;
}

/** "9 seats"; none where nothing is counted. */
export function figure(row: Row): string | null {
  const count = num(row, 'figure');
  return count === null ? null : `${number(count)} ${word('finding_unit', text(row, 'unit'))}`.trim();
}

/** "CHF 648 a year"; none where no price was entered. */
export function saving(row: Row): string | null {
  const hundredths = num(row, 'money_hundredths');
  return hundredths === null ? null : `${money(hundredths, text(row, 'currency'))} ${word('finding_per', text(row, 'money_per'))}`.trim();
}

/** The page on which the subject of a finding is; a user is opened there. */
export function whereTo(client: string, row: Row): string {
  const [about, id] = [text(row, 'subject_kind') ?? '', text(row, 'subject_id')];
  if (about === 'user' && id) return clientHref(client, 'users', { user: id });
  if (text(row, 'kind') === 'telephony_low') return clientHref(client, 'telephony');
  return clientHref(client, PAGE[about] ?? 'overview');
}

/** The same row of another answer: kind and subject, and since when. */
export function keyOf(row: Row): string {
  return ['kind', 'subject_id', 'subject', 'detail', 'since'].map((column) => text(row, column) ?? '').join(' ');
}
