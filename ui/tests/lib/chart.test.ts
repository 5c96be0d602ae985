import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { csv, plot, stack, ticks, words, type LinePoint, type Series, type Slot } from '$lib/kit/chart/chart';
import ColumnChart from '$lib/kit/chart/ColumnChart.svelte';
import StackBars from '$lib/kit/chart/StackBars.svelte';

const series: readonly Series[] = [
  { id: 'success', label: 'Success', paint: 'plain' },
  { id: 'fraud', label: 'Fraud', paint: 'fail-lines' },
];
const slots: readonly Slot[] = [
  { key: 'a', label: '1 Nov', values: { success: 8, fraud: 2 } },
  { key: 'b', label: '2 Nov', values: null },
  { key: 'c', label: '3 Nov', values: { success: 0, fraud: 0 } },
];

describe('a stack', () => {
  it('stands on nought and adds up', () => {
    const { columns, y, base } = stack(slots, series, { width: 300, height: 100 });
    const [first, gap, nought] = columns;
    expect(first?.parts.map(({ id }) => id)).toEqual(['success', 'fraud']);
    expect(first?.parts[1]?.y).toBeCloseTo(y(10));
    expect((first?.parts[0]?.y ?? 0) + (first?.parts[0]?.height ?? 0)).toBeCloseTo(base);
    expect([gap?.parts, nought?.parts]).toEqual([[], []]);
  });

  it('tells a gap from a nought', () => {
    expect(slots.map((slot) => words(slot, series, 'not read'))).toEqual(['1 Nov: Success 8, Fraud 2', '2 Nov: not read', '3 Nov: Success 0']);
  });

  it.each([[0, 1], [1, 1], [7, 8], [210, 300], [1_000_000, 1_000_000]])('with most %i has lines up to %i', (most, top) => expect(ticks(most).at(-1)).toBe(top));
});

describe('a line', () => {
  const point = (at: number, value: number | null, partial = false): LinePoint => ({ at, label: String(at), values: { success: value }, partial });
  it('joins only neighbours that are whole', () => {
    const [line] = plot([point(0, 1), point(1, 2), point(2, 3, true), point(3, 4), point(4, null), point(5, 6), point(6, 7)], series.slice(0, 1), { width: 200, height: 100 }).lines;
    expect(line?.path.match(/[ML]/g)?.join('')).toBe('MLMML');
    expect(line?.marks).toHaveLength(6);
  });
});

describe('copied figures', () => {
  it('are numbers, quoted texts and no formulas', () => {
    const text = csv({ head: ['Reason', 'n'], rows: [['=cmd|"x"', 1234.5], ['a,b', null], ['\t+1', 0]] });
    expect(text).toBe('Reason,n\r\n"\'=cmd|""x""",1234.5\r\n"a,b",\r\n\'\t+1,0\r\n');
  });
});

describe('a chart', () => {
  const facts = { title: 'Sign-ins by day', unit: 'sign-ins', n: 10, period: '1 Nov to 3 Nov', zone: 'UTC', asOf: 'As of 3 Nov' };
  it('says what it shows and gives its figures as a table and as CSV', async () => {
    const user = userEvent.setup();
    render(ColumnChart, { facts, series, slots, slotLabel: 'Day (UTC)' });
    expect(screen.getByText('1 Nov to 3 Nov, UTC, n 10 sign-ins. As of 3 Nov')).toBeTruthy();
    expect(screen.getByText(/Not read yet: 1/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Table' }));
    const cells = screen.getAllByRole('row').map((row) => Array.from(row.children, ({ textContent }) => textContent).join('|'));
    expect(cells).toEqual(['Day (UTC)|Success|Fraud', '3 Nov|0|0', '2 Nov|–|–', '1 Nov|8|2']);
    await user.click(screen.getByRole('button', { name: 'Copy as CSV' }));
    expect(await screen.findByText('Copied')).toBeTruthy();
    expect(await navigator.clipboard.readText()).toBe('Day (UTC),Success,Fraud\r\n3 Nov,0,0\r\n2 Nov,,\r\n1 Nov,8,2\r\n');
  });
});

describe('stacked bars', () => {
  it.each(['Windows', 'Mac OS X', 'a") b', '\u202e<svg>'])('have the pattern that they are drawn with, whatever the line is called: %s', (key) => {
    const lines = [{ key: 'Linux', label: 'Linux', parts: [] }, { key, label: key, parts: [{ id: 'behind', value: 3, title: '14' }] }];
    const { container } = render(StackBars, { facts: { title: 'Versions', unit: 'endpoints', n: 3 }, series: [{ id: 'behind', label: 'One behind', paint: 'warn' }], lines, table: { head: [], rows: [] } });
    const fills = [...container.querySelectorAll('rect.warn[fill]')].map((rect) => /^url\(#([\w-]+)\)$/.exec(rect.getAttribute('fill') ?? '')?.[1]);
    expect(fills.length).toBeGreaterThan(0);
    for (const id of fills) expect(container.querySelectorAll(`pattern[id="${id ?? ''}"]`)).toHaveLength(1);
  });
});
