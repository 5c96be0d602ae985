import { fireEvent, render, screen } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ViewPage } from '$lib/generated/contract';
import type { RowSource } from '$lib/rows/source';
import { TableState } from '$lib/rows/table-state.svelte';
import { measure } from '../layout';
import Selecting from './Selecting.svelte';

const page: ViewPage = { view: 'users', as_of: null, total: 5000, rows: [], next: null, not_evaluated: [], read_back_to: null, gaps: [] };

function many(name = (index: number) => `user ${index}`): RowSource {
  const at = (index: number) => ({ username: name(index), email: '' });
  return {
    count: 5000, total: 5000, page, error: null, busy: false, key: 'same', at,
    want: () => undefined, retry: () => undefined,
    read: (first, last) => Promise.resolve(Array.from({ length: last - first + 1 }, (_, n) => at(first + n))),
  };
}

async function show() {
  const state = new TableState();
  const view = render(Selecting, { source: many(), state });
  await tick();
  await tick();
  const grid = screen.getByRole('grid');
  grid.querySelector<HTMLElement>('[data-cell="0:1"]')?.focus();
  const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
    await fireEvent.keyDown(document.activeElement ?? grid, { key, ...more });
    await tick();
    await tick();
  };
  return { state, grid, press, ...view };
}

describe('selecting rows', () => {
  beforeEach(() => measure(800, 640));

  it('goes by Space, and says how many', async () => {
    const { state, press, grid } = await show();
    expect(screen.queryByRole('region', { name: 'Selected rows' })).toBeNull();
    await press(' ');
    await press('ArrowDown');
    await press('ArrowDown');
    await press(' ');
    expect(state.selection.value).toEqual({ all: false, keys: ['user 0', 'user 2'] });
    expect(screen.getByRole('status').textContent).toBe('2 selected');
    expect(screen.getByRole('button', { name: 'Act on 2' })).toBeTruthy();
    expect(grid.querySelector('[aria-rowindex="4"]')?.getAttribute('aria-selected')).toBe('true');
    expect(grid.querySelector('[aria-rowindex="3"]')?.getAttribute('aria-selected')).toBe('false');
  });

  it('grows and shrinks by Shift and the arrows', async () => {
    const { state, press } = await show();
    await press('ArrowDown', { shiftKey: true });
    await press('ArrowDown', { shiftKey: true });
    expect(state.selection.value.keys).toEqual(['user 0', 'user 1', 'user 2']);
    await press('ArrowUp', { shiftKey: true });
    expect(state.selection.value.keys).toEqual(['user 0', 'user 1']);
  });

  it('takes all that match, less what is taken out again', async () => {
    const { state, press } = await show();
    await press('a', { ctrlKey: true });
    expect(screen.getByRole('status').textContent).toMatch(/^5\s000 selected$/);
    await press(' ');
    expect(state.selection.value).toEqual({ all: true, keys: ['user 0'] });
    expect(state.selection.count(5000)).toBe(4999);
    expect(screen.getByRole('checkbox', { name: 'Select all rows' }).getAttribute('aria-checked')).toBe('mixed');
    await press('Escape');
    expect(state.selection.empty).toBe(true);
    expect(screen.queryByRole('region', { name: 'Selected rows' })).toBeNull();
  });

  it('stays with its rows when they are sorted, and ends with another filter', async () => {
    const { state, press, rerender, grid } = await show();
    await press(' ');
    await rerender({ source: many((index) => `user ${4999 - index}`), state });
    state.sortBy('username');
    await tick();
    expect(state.selection.value.keys).toEqual(['user 0']);
    expect(grid.querySelector('[aria-rowindex="2"]')?.getAttribute('aria-selected')).toBe('false');
    state.search = 'a';
    await tick();
    await tick();
    expect(state.selection.empty).toBe(true);
  });

  it('goes by the pointer too, from one box to another', async () => {
    const { state } = await show();
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Select row 2' }));
    await fireEvent.click(screen.getByRole('checkbox', { name: 'Select row 5' }), { shiftKey: true });
    await tick();
    await tick();
    expect(state.selection.value.keys).toEqual(['user 1', 'user 2', 'user 3', 'user 4']);
  });
});
