import contractSource from '$lib/generated/contract.ts?raw';
import { COLUMNS, type Code } from '$lib/generated/contract';
import { describe, expect, it } from 'vitest';
import { choiceText, codeText, hasText, t } from '.';
import messages from '$messages/en.json';
import messagesSource from '$messages/en.json?raw';

/** The members of a union of string literals, read from the contract's own text. */
function union(name: string): string[] {
  const body = new RegExp(`export type ${name} = ([^;]+);`).exec(contractSource)?.[1] ?? '';
  return [...body.matchAll(/"([^"]+)"/g)].map(([, member]) => member ?? '');
}

const unions: readonly (readonly [string, string])[] = [
  ['Code', 'code'],
  ['DataSet', 'data_set'],
  ['DataSetState', 'data_set_state'],
  ['Permission', 'permission'],
  ['Permission', 'permission_cost'],
  ['PermissionState', 'permission_state'],
  ['Reason', 'reason'],
  ['Reason', 'reason_why'],
  ['Lane', 'lane'],
  ['Evidence', 'evidence'],
  ['ConnectionState', 'connection_state'],
  ['Verdict', 'verdict'],
  ['RowState', 'row_state'],
  ['CheckId', 'check'],
  ['Field', 'field'],
  ['CleanedPart', 'cleaned'],
  ['BillingModel', 'billing'],
  ['ViewName', 'view'],
  ['Theme', 'theme'],
];

it('gives each text one key: of two, the first would be lost without a word', () => {
  const keys = [...messagesSource.matchAll(/^ {2}"([^"]+)":/gm)].map(([, key]) => key);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  expect(keys.length).toBe(Object.keys(messages).length);
});

describe('texts', () => {
  it.each(unions)('has one for every %s under %s_', (type, prefix) => {
    const members = union(type);
    expect(members.length).toBeGreaterThan(1);
    expect(members.filter((member) => !hasText(`${prefix}_${member}`))).toEqual([]);
  });

  it('has one for every column of every view', () => {
    const missing = Object.entries(COLUMNS).flatMap(([view, columns]) =>
      columns.map((column) => `column_${view}_${column.id}`).filter((key) => !hasText(key)),
    );
    expect(missing).toEqual([]);
  });

  it('has one for every reason why something is not evaluated', () => {
    const codes = [...contractSource.matchAll(/\{ "code": "(\w+)"/g)].map(([, code]) => code ?? '');
    expect(codes.length).toBeGreaterThan(3);
    expect(codes.filter((code) => !hasText(`ne_${code}`) || !hasText(`ne_${code}_short`))).toEqual([]);
  });

  it('gives a failed check a title together with what to do', () => {
    const titled = Object.keys(messages).filter((key) => /^code_[A-Z_]+_title$/.test(key));
    expect(titled.length).toBeGreaterThan(30);
    expect(titled.filter((key) => !hasText(key.replace(/_title$/, '_fix')))).toEqual([]);
    expect(titled.filter((key) => !hasText(key.replace(/_title$/, '')))).toEqual([]);
  });

  it('says more than its title', () => {
    const same = Object.entries(messages).filter(([key, title]) => /^code_[A-Z_]+_title$/.test(key) && codeText(key.slice('code_'.length, -'_title'.length) as Code).replace(/\.$/, '') === title);
    expect(same.map(([key]) => key)).toEqual([]);
  });

  it('is never empty and has no stray brace', () => {
    const bad = Object.entries(messages).filter(([, text]) => text.trim() === '' || /[{}]/.test(text.replace(/\{\w+\}/g, '')));
    expect(bad).toEqual([]);
  });
});

describe('filling', () => {
  it('fills placeholders and marks what is not given', () => {
    expect(t('reason_idle_days', { days: 203 })).toBe('Idle 203 d');
    expect(t('reason_idle_days')).toBe('Idle … d');
  });

  it('leaves out sentences that lack a value, when others remain', () => {
    expect(codeText('NET_DNS', { host: 'api-1a2b3c4d.duosecurity.com' })).toContain('api-1a2b3c4d.duosecurity.com');
    expect(codeText('NET_DNS')).toBe('The hostname was not found.');
  });

  it('shows a value of an open set as Duo sent it', () => {
    expect(choiceText('status', 'locked out')).toBe('Locked out');
    expect(choiceText('status', 'brand new')).toBe('brand new');
  });
});

it('says one of a thing in the singular', () => {
  expect([t('n_rows', { n: 1 }), t('n_rows', { n: '1' }), t('n_rows', { n: '2' })]).toEqual(['1 row', '1 row', '2 rows']);
});
