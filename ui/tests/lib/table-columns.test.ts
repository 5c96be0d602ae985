import { describe, expect, it } from 'vitest';
import type { ColumnLayout, TableLayout } from '$lib/generated/contract';
import { arranged, everyColumn, fitting, inOrder, type Column } from '$lib/kit/table/column';
import { plain, tsv } from '$lib/kit/table/copy';

const COLUMNS: readonly Column[] = [
  { id: 'username', label: 'Username', width: 100, grow: 1 },
  { id: 'email', label: 'Email', width: 200, drop: 1 },
  { id: 'status', label: 'Status', width: 100 },
];
const said = (id: string, rest: Partial<ColumnLayout> = {}): ColumnLayout => ({ id, shown: null, width: null, ...rest });
const layout = (...columns: ColumnLayout[]): TableLayout => ({ columns, freeze: false });
const ids = (columns: readonly Column[]): readonly string[] => columns.map(({ id }) => id);

describe('the columns of a table', () => {
  it('stand as the view declares them until they are moved', () => {
    expect(ids(arranged(COLUMNS, layout()))).toEqual(['username', 'email', 'status']);
    expect(ids(arranged(COLUMNS, layout(said('status', { width: 90 }))))).toEqual(['username', 'email', 'status']);
    expect(ids(arranged(COLUMNS, layout(said('status'), said('username'), said('email'))))).toEqual(['status', 'username', 'email']);
  });

  it('keep a width that was drawn, and then grow no more', () => {
    const [first] = arranged(COLUMNS, layout(said('username', { width: 160 })));
    expect(first).toMatchObject({ width: 160 });
    expect(first).not.toHaveProperty('grow');
  });

  it('stay when they were asked for, though there is no room', () => {
    expect(ids(fitting(arranged(COLUMNS, layout()), 250))).toEqual(['username', 'status']);
    expect(ids(fitting(arranged(COLUMNS, layout(said('email', { shown: true }))), 250))).toEqual(['username', 'email', 'status']);
    expect(ids(arranged(COLUMNS, layout(said('email', { shown: false }))))).toEqual(['username', 'status']);
  });

  it('of the view that are not declared are shown when they are asked for', () => {
    const every = everyColumn(COLUMNS, 'users');
    expect(every.length).toBeGreaterThan(COLUMNS.length);
    expect(ids(arranged(every, layout()))).toEqual(['username', 'email', 'status']);
    expect(ids(arranged(every, layout(said('created', { shown: true }))))).toContain('created');
    expect(inOrder(every, layout()).filter(({ shown }) => shown)).toHaveLength(3);
  });
});

describe('copied rows', () => {
  it('are lines with tabs between, lists joined, nothing that a spreadsheet runs', () => {
    const rows = [{ username: '=1+1', email: 'a\tb', status: ['x', 'y'] }, { username: '-3', email: null, status: true }];
    expect(tsv(COLUMNS, rows)).toBe("Username\tEmail\tStatus\n'=1+1\ta b\tx; y\n-3\t\ttrue");
  });

  it('never hold a raw object', () => {
    expect(plain({ a: [1, { b: null }] })).toBe('a 1; b ');
  });
});
