import { describe, expect, it } from 'vitest';
import { age, bytes, money, number, why } from '$lib/i18n/format';
import { ICONS, type Shape } from '$lib/kit/icons';
import { fitting, widths, type Column } from '$lib/kit/table/column';
import { readFilter, TableState } from '$lib/rows/table-state.svelte';
import { clientHref, parse } from '$lib/router.svelte';
import { steps } from '$views/licences/waterfall';
import { read, write, type TermsForm } from '$views/licences/terms';
import { daySlots, filled } from '$views/overview/day-bars';
import { initialsOf } from '$lib/initials';
import { colour, firstSeen, flagOf, trend } from '$views/saas/app';
import { fits } from '$views/licences/fold';
import { onlyKinds, shownKinds } from '$views/saas/kinds';

describe('sizes', () => {
  it.each([[0, '0 B'], [999, '999 B'], [1000, '1 kB'], [999_400, '999.4 kB'], [999_950, '1 MB'], [12_400_000, '12.4 MB'], [5e15, '5\u202f000 TB']])('%i', (count, text) => expect(bytes(count)).toBe(text));
});

describe('icons', () => {
  // Lines are drawn as one path; each of the others is a path of its own.
  it.each(Object.entries<readonly Shape[]>(ICONS))('%s has one shape at most that is dashed or filled', (_, shapes) => {
    expect(shapes.filter(({ dash, filled }) => dash !== undefined || filled).length).toBeLessThanOrEqual(1);
  });
});

describe('routes', () => {
  it('read what they write', () => {
    const filter = JSON.stringify([{ column: 'status', op: 'eq', value: 'locked out' }]);
    const route = parse(clientHref('a/b ü', 'users', { filter }));
    expect(route).toMatchObject({ page: 'client', client: 'a/b ü', view: 'users' });
    expect(route.page === 'client' && readFilter(route.query)).toEqual([{ column: 'status', op: 'eq', value: 'locked out' }]);
  });

  it.each([
    ['', { page: 'clients' }],
    ['#/client/c1/nowhere', { page: 'client', client: 'c1', view: 'overview' }],
    ['#/new?sample', { page: 'new', sample: true, once: false }],
    ['#/elsewhere', { page: 'clients' }],
    ['#/client/%E0%A4%A/users', { page: 'clients' }],
  ])('%s', (hash, expected) => expect(parse(hash)).toMatchObject(expected));

  it('ignore a filter that is none', () => {
    expect(readFilter(new URLSearchParams({ filter: '{oops' }))).toEqual([]);
    expect(readFilter(new URLSearchParams({ filter: '[{"column":"a","op":"drop","value":""}]' }))).toEqual([]);
  });
});

describe('figures', () => {
  it('are grouped and have no false decimals', () => {
    expect(number(12345)).toBe('12\u202f345');
    expect(number(70.44)).toBe('70.4');
    expect(money(165600, 'CHF')).toBe('CHF 1\u202f656');
    expect(money(7250, 'CHF')).toBe('CHF 72.50');
  });

  it('say why they are not evaluated', () => {
    expect(why({ code: 'permission_missing', permission: 'read_log' })).toContain('read log');
    expect(why({ code: 'never_synced', data_set: 'users' }, true)).toContain('Users');
  });

  it('tell their age', () => expect(age('2026-11-21T13:25:00Z', new Date('2026-11-21T14:02:00Z'))).toContain('37'));
});

describe('a table is asked', () => {
  it('with the conditions that are set', () => {
    const state = new TableState();
    state.set('status', 'active');
    state.set('status', 'bypass');
    state.toggle({ column: 'flags', op: 'eq', value: 'new' });
    state.search = ' finch ';
    expect(state.query).toMatchObject({ search: 'finch', filter: [{ column: 'status', value: 'bypass' }, { column: 'flags' }] });
    expect(state.without('status').filter).toHaveLength(1);
    expect(state.narrowed).toBe(3);
    state.clear();
    expect(state.narrowed).toBe(0);
  });

  it('to sort up, then down', () => {
    const state = new TableState();
    state.sortBy('a');
    expect(state.sort).toEqual({ column: 'a', descending: false });
    state.sortBy('a');
    expect(state.sort).toEqual({ column: 'a', descending: true });
  });
});

describe('columns', () => {
  const columns: readonly Column[] = [
    { id: 'a', label: 'A', width: 100, grow: 1 },
    { id: 'b', label: 'B', width: 100, drop: 1 },
    { id: 'c', label: 'C', width: 100, drop: 2 },
  ];
  it('go by their number when there is no room', () => {
    expect(fitting(columns, 300)).toHaveLength(3);
    expect(fitting(columns, 250).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(fitting(columns, 10).map(({ id }) => id)).toEqual(['a']);
    expect(fitting(columns, 0)).toHaveLength(3);
  });
  it('that are filtered by give way last', () => {
    expect(fitting(columns, 250, ['c']).map(({ id }) => id)).toEqual(['a', 'c']);
    expect(fitting(columns, 150, ['c', 'b']).map(({ id }) => id)).toEqual(['a']);
  });
  it.each<readonly [number, readonly number[]]>([
    [600, [400, 100, 100]],
    [300, [100, 100, 100]],
    [0, [100, 100, 100]],
  ])('of %s px share what is left', (room, drawn) => expect(widths(columns, room)).toEqual(drawn));

  it('share by how much each grows, and none is narrower than its least', () => {
    const uneven: readonly Column[] = [{ id: 'a', label: '', width: 100, grow: 1 }, { id: 'b', label: '', width: 300, grow: 1 }, { id: 'c', label: '', width: 50, grow: 2 }];
    expect(widths(uneven, 600)).toEqual([100, 300, 200]);
    expect(widths(uneven, 1600)).toEqual([400, 400, 800]);
  });
});

describe('the waterfall', () => {
  it('begins each bar where the last one ended, down to what is in use', () => {
    const shown = steps([{ reason: 'disabled', users: 6 }, { reason: 'not_enrolled', users: 9 }, { reason: 'idle', users: 0 }, { reason: null, users: 97 }]);
    expect(shown.map(({ from, users }) => [from, users])).toEqual([[106, 6], [97, 9], [0, 97]]);
    expect(shown.reduce((sum, { users }) => sum + users, 0)).toBe(112);
  });
});

describe('seats and price', () => {
  const form: TermsForm = { paid: "1'150", price: '72,50', currency: 'chf', model: 'prepaid', renewal: '2027-03-01', enteredBy: ' J. Marsh ', commit: '80', pack: '', buffer: '3', billed: '', sell: '90' };
  it('are read as typed', () => {
    expect(read(form)).toEqual({ terms: { paid: 1150, price: 7250, currency: 'CHF', model: 'prepaid', renewal: '2027-03-01', enteredBy: 'J. Marsh', commit: 80, pack: 0, buffer: 3, billed: null, sell: 9000 } });
  });
  it('may lack a price', () => expect(read({ ...form, price: '', currency: '', renewal: '' })).toMatchObject({ terms: { price: null, currency: null, renewal: null } }));
  it.each([
    ['paid', { paid: '11.5' }],
    ['price', { price: '-1' }],
    ['currency', { currency: 'francs' }],
    ['currency', { currency: '' }],
    ['enteredBy', { enteredBy: ' ' }],
    ['commit', { commit: 'many' }],
    ['buffer', { buffer: '101' }],
    ['sell', { sell: '1.234' }],
  ])('name a wrong %s', (field, change) => expect(read({ ...form, ...change })).toHaveProperty(['problems', field]));
  it('come back into the form', () => {
    expect(write({ paid: 115, price_hundredths: 7250, currency: 'CHF', model: 'pay_per_user', renewal: null, min_commit: 80, pack_size: 1, buffer_percent: 0, billed: null, sell_hundredths: 9000, entered_by: 'J', entered_at: '' })).toMatchObject({ commit: '80', buffer: '', sell: '90' });
    expect(write({ paid: 115, price_hundredths: 7250, currency: 'CHF', model: 'pay_per_user', renewal: null, min_commit: 0, pack_size: 1, buffer_percent: 0, billed: null, sell_hundredths: null, entered_by: 'J', entered_at: '' })).toMatchObject({ paid: '115', price: '72.50', renewal: '' });
  });
});

describe('sign-ins by day', () => {
  const day = (day: string, success: number) => ({ day, success, denied: 0, fraud: 0, error: 0 });
  it('have a bar for each day between', () => {
    expect(filled([day('2026-10-30', 3), day('2026-11-02', 1)]).map(({ day, success }) => [day, success])).toEqual([['2026-10-30', 3], ['2026-10-31', 0], ['2026-11-01', 0], ['2026-11-02', 1]]);
  });
  it('draw no nought for a day that was not read', () => {
    const slots = daySlots(filled([day('2026-10-30', 0), day('2026-11-02', 1)]), '2026-11-01T10:00:00Z', [{ data_set: 'sign_ins', from: '2026-11-02T09:00:00Z', to: '2026-11-02T10:00:00Z', why: 'short', found_at: '2026-11-03T00:00:00Z', closed_at: null }]);
    expect(slots.map(({ values }) => values === null)).toEqual([true, true, false, false]);
    expect(slots.map(({ partial }) => partial === true)).toEqual([false, false, false, true]);
  });
});

describe('applications', () => {
  it('show a trend only when there is enough', () => {
    expect(trend({ sign_ins_30: 214, sign_ins_before_30: 324 }).text).toBe('−34 %');
    expect(trend({ sign_ins_30: 4, sign_ins_before_30: 5 }).text).toBe('–');
    expect(trend({ sign_ins_30: 90, sign_ins_before_30: null }).text).toBe('–');
  });
  it('say "at least" when first seen at the edge of the log', () => {
    const [edge, asOf] = ['2026-05-25T00:00:00Z', '2026-11-21T00:00:00Z'];
    expect(firstSeen({ first_seen: '2026-05-25T08:00:00Z' }, edge, asOf)).toBe('≥ 180 d');
    expect(firstSeen({ first_seen: '2026-07-02T08:00:00Z' }, edge, asOf)).not.toContain('≥');
  });
  it('state the rule of a flag with its figures', () => {
    const flag = flagOf({ bypass_percent: 31, sign_ins: 214 }, 'bypass_share');
    expect(flag.word).toBe('Bypass 31 %');
    expect(flag.rule).toContain('above 25 %');
  });
  it('have initials and a colour that stays', () => {
    expect(initialsOf('Microsoft 365')).toBe('M3');
    expect(initialsOf('Слово')).toBe('СЛ');
    expect(colour('DI1')).toBe(colour('DI1'));
    expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(colour('DI2'));
  });
  it('are shown by kind', () => {
    expect(shownKinds(onlyKinds(['saas', 'duo']))).toEqual(['saas', 'duo']);
    expect(shownKinds([])).toHaveLength(6);
  });
});

describe('chips', () => {
  it.each<readonly [readonly string[], number, number]>([
    [['Disabled', 'Idle 400 d'], 200, 2],
    [['Disabled', 'Idle 400 d'], 166, 2],
    [['Disabled', 'Idle 400 d'], 165, 1],
    [['Disabled', 'Idle 400 d', 'Synced'], 190, 1],
    [['Disabled', 'Idle 400 d', 'Synced'], 200, 2],
    [['Disabled'], 10, 1],
    [[], 10, 0],
  ])('%j in %i px: %i stand', (words, room, whole) => expect(fits(words, room)).toBe(whole));
});
