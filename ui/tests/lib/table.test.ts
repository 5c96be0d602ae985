import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Row } from '$lib/rows/cells';
import type { RowSource } from '$lib/rows/source';
import { measure } from '../layout';
import Table from './Table.svelte';

function many(count: number): RowSource & { wanted: (readonly [number, number])[] } {
  const wanted: (readonly [number, number])[] = [];
  return {
    count, total: count, page: null, error: null, busy: false, key: 'same', wanted,
    at: (index) => ({ username: `user ${index}`, email: `<b>${index}</b>` }),
    want: (first, last) => wanted.push([first, last]),
    read: (first, last) => Promise.resolve(Array.from({ length: last - first + 1 }, (_, at) => ({ username: `user ${first + at}` }))),
    retry: () => undefined,
  };
}

async function show(source: RowSource) {
  const opened: Row[] = [];
  const sorted: string[] = [];
  render(Table, { source, onopen: (row: Row) => opened.push(row), onsort: (column: string) => sorted.push(column) });
  await tick();
  await tick();
  return { grid: screen.getByRole('grid'), opened, sorted };
}

/** Puts the focus into a cell as its user would, from the corner. */
async function reach(grid: HTMLElement, cell: string): Promise<void> {
  const [row = 0, column = 0] = cell.split(':').map(Number);
  grid.querySelector<HTMLElement>('[data-cell="0:0"]')?.focus();
  for (let at = 0; at < row; at += 1) await fireEvent.keyDown(grid, { key: 'ArrowDown' });
  for (let at = 0; at < column; at += 1) await fireEvent.keyDown(grid, { key: 'ArrowRight' });
  await waitFor(() => expect(document.activeElement?.getAttribute('data-cell')).toBe(cell));
}

describe('a table before its stylesheet', () => {
  it('renders at most 400 rows, whatever height it measures', async () => {
    measure(800, 2_600_000);
    const source = many(100_000);
    const { grid } = await show(source);
    const rows = grid.querySelectorAll('[role="row"][aria-rowindex]').length - 1;
    expect(rows).toBeGreaterThan(20);
    expect(rows).toBeLessThanOrEqual(400);
    expect(source.wanted.every(([first, last]) => last - first <= 400)).toBe(true);
  });

  it('bounds and scrolls its box without a stylesheet', async () => {
    measure(800, 600);
    const { grid } = await show(many(1000));
    expect(grid.style.overflow).toBe('auto');
    expect(grid.style.maxBlockSize || grid.style.maxHeight).toBe('100vh');
  });
});

describe('a table', () => {
  beforeEach(() => measure(800, 640));

  it('tells how many rows there are, not how many are in the page', async () => {
    const { grid } = await show(many(5000));
    expect(grid.getAttribute('aria-rowcount')).toBe('5001');
    expect(grid.querySelectorAll('[role="row"]').length).toBeLessThan(60);
    expect(grid.querySelector('[aria-rowindex="2"]')?.textContent).toContain('user 0');
  });

  it('shows what a tenant wrote as text', async () => {
    const { grid } = await show(many(3));
    expect(grid.querySelector('b')).toBeNull();
    expect(grid.textContent).toContain('<b>0</b>');
  });

  it('has one cell in the tab order and moves it by arrows', async () => {
    const { grid } = await show(many(100));
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    const first = grid.querySelector<HTMLElement>('[data-cell="0:0"]');
    first?.focus();
    for (const key of ['ArrowDown', 'ArrowRight']) {
      await fireEvent.keyDown(grid, { key });
      await tick();
    }
    expect(document.activeElement?.getAttribute('data-cell')).toBe('1:1');
    expect(grid.querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  });

  it.each([
    { from: '40:1', key: 'Home', to: '40:0' },
    { from: '40:0', key: 'End', to: '40:1' },
    { from: '40:1', key: 'Home', ctrlKey: true, to: '0:0' },
    { from: '40:0', key: 'End', ctrlKey: true, to: '99:1' },
    { from: '40:1', key: 'ArrowUp', to: '39:1' },
    { from: '40:1', key: 'ArrowLeft', to: '40:0' },
    { from: '0:1', key: 'ArrowUp', to: '-1:1' },
    { from: '99:1', key: 'ArrowDown', to: '99:1' },
  ])('goes from $from by $key (Ctrl: $ctrlKey) to $to', async ({ from, to, ...keys }) => {
    const { grid } = await show(many(100));
    await reach(grid, from);
    await fireEvent.keyDown(grid, keys);
    await waitFor(() => expect(document.activeElement?.getAttribute('data-cell')).toBe(to));
  });

  it('turns a page at a time, and back', async () => {
    const { grid } = await show(many(1000));
    await reach(grid, '40:1');
    const row = (): number => Number(document.activeElement?.getAttribute('data-cell')?.split(':')[0]);
    await fireEvent.keyDown(grid, { key: 'PageDown' });
    // 640 px hold 20 rows of 32 px, less the head.
    await waitFor(() => expect(row()).toBeGreaterThan(50));
    expect(row()).toBeLessThan(60);
    await fireEvent.keyDown(grid, { key: 'PageUp' });
    await waitFor(() => expect(row()).toBe(40));
  });

  it('opens by Space where rows cannot be selected', async () => {
    const { grid, opened } = await show(many(10));
    await fireEvent.keyDown(grid, { key: ' ' });
    expect(opened).toHaveLength(1);
  });

  it('keeps the focused row in the page when it is far away', async () => {
    const { grid } = await show(many(5000));
    grid.querySelector<HTMLElement>('[data-cell="0:0"]')?.focus();
    await fireEvent.keyDown(grid, { key: 'End', ctrlKey: true });
    await tick();
    await waitFor(() => expect(document.activeElement?.getAttribute('data-cell')).toBe('4999:1'));
  });

  it('opens a row by Enter and sorts by a head', async () => {
    const { grid, opened, sorted } = await show(many(10));
    await fireEvent.keyDown(grid, { key: 'Enter' });
    expect(opened.map(({ username }) => username)).toEqual(['user 0']);
    await fireEvent.keyDown(grid, { key: 'ArrowUp' });
    await fireEvent.keyDown(grid, { key: 'Enter' });
    expect(sorted).toEqual(['username']);
    expect(screen.getByRole('columnheader', { name: 'Username' }).getAttribute('aria-sort')).toBe('ascending');
  });
});
