import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { answers } from '../fixtures/answers';
import { install } from '../fixtures/backend';
import type { Preferences } from '$lib/generated/contract';
import { queryClient } from '$lib/query';
import { measure, place } from '../layout';
import Arranging from './Arranging.svelte';

const now = new Date('2026-11-21T14:39:00Z');

async function show() {
  queryClient.clear();
  const made = answers(now);
  let kept = (await made.preferences_get?.({})) as Preferences;
  const backend = install({
    ...made,
    preferences_get: () => kept,
    preferences_set: (args) => (kept = args),
    export_view: ({ id: _id, ...asked }) => ({ path: `/tmp/${asked.view}.csv`, rows: 3, not_read: 0, list: null }),
  });
  render(Arranging);
  await screen.findByRole('grid');
  return { backend, user: userEvent.setup(), kept: () => kept };
}
const heads = (): (string | null)[] => screen.getAllByRole('columnheader').map(({ textContent }) => textContent.trim()).filter((name) => name !== '');

describe('what can be done with a table', () => {
  beforeEach(() => {
    measure(800, 640);
    place();
  });

  it('shows a column that the view leaves out, and keeps the choice', async () => {
    const { user, kept } = await show();
    await fireEvent.click(screen.getByRole('button', { name: 'Columns' }));
    (await screen.findByRole('checkbox', { name: 'Email' })).focus();
    await user.keyboard(' ');
    await waitFor(() => expect(heads()).toEqual(['Username', 'Status', 'Email']));
    await waitFor(() => expect(kept().tables['users']?.columns).toEqual([{ id: 'email', shown: true, width: null }]));
    await user.keyboard('{Alt>}{ArrowUp}{/Alt}');
    expect(document.activeElement?.closest('li')?.dataset['id']).toBe('email');
  });

  it('has a menu of each head, by key, that sorts and hides', async () => {
    await show();
    const grid = screen.getByRole('grid');
    const head = screen.getByRole('columnheader', { name: 'Status' });
    head.focus();
    await fireEvent.keyDown(head, { key: 'F10', shiftKey: true });
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Hide column' }));
    await waitFor(() => expect(heads()).toEqual(['Username']));
    expect(grid.getAttribute('aria-colcount')).toBe('2');
  });

  it('has a menu of each row, by key, that copies the row', async () => {
    const { user } = await show();
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const cell = await waitFor(() => {
      const found = document.querySelector<HTMLElement>('[data-cell="0:1"]');
      expect(found?.textContent.trim()).not.toBe('');
      return found as HTMLElement;
    });
    cell.focus();
    await user.keyboard(' {Control>}c{/Control}');
    await waitFor(() => expect(copied.mock.lastCall?.[0]).toMatch(/^Username\tStatus\n.+\t.+$/));
    copied.mockClear();
    await fireEvent.keyDown(cell, { key: 'F10', shiftKey: true });
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Copy row' }));
    await waitFor(() => expect(copied.mock.lastCall?.[0]).toMatch(/^Username\tStatus\n.+\t.+$/));
    copied.mockRestore();
  });

  it('exports what is shown, in the columns that are shown', async () => {
    const { user, backend } = await show();
    await user.click(screen.getByRole('button', { name: 'Export…' }));
    await user.click(await screen.findByRole('radio', { name: /XLSX/ }));
    const [, go] = screen.getAllByRole('button', { name: 'Export…', hidden: true });
    await user.click(go ?? screen.getByRole('button', { name: 'Export…' }));
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'export_view')?.args).toMatchObject({ client: 'c1', view: 'users', columns: ['username', 'status'], format: 'xlsx', query: { sort: { column: 'username', descending: false } } }));
  });

  it('keeps filters, order and columns under a name', async () => {
    const { user, kept } = await show();
    screen.getByRole('button', { name: /Views/ }).focus();
    await user.keyboard('{Enter}');
    await fireEvent.click(await screen.findByRole('menuitem', { name: 'Save this view…' }));
    await user.type(await screen.findByLabelText('Name'), 'Mine{Enter}');
    await waitFor(() => expect(kept().saved_views['users']).toMatchObject([{ name: 'Mine', sort: { column: 'username', descending: false } }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.body.style.pointerEvents, 'the page can be pointed at again').toBe(''));
  });

  it('opens a menu by key on its first item, and gives the focus back', async () => {
    const { user } = await show();
    const views = screen.getByRole('button', { name: /Views/ });
    views.focus();
    await user.keyboard('{ArrowDown}');
    const first = await screen.findByRole('menuitem', { name: 'Save this view…' });
    await waitFor(() => expect(document.activeElement).toBe(first));
    expect(views.getAttribute('aria-expanded')).toBe('true');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
    expect(document.activeElement).toBe(views);
  });

  it('gives the focus back to the button of a menu whose item opened a dialog', async () => {
    const { user } = await show();
    const views = screen.getByRole('button', { name: /Views/ });
    await user.click(views);
    await user.click(await screen.findByRole('menuitem', { name: 'Save this view…' }));
    await screen.findByLabelText('Name');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(views));
  });

  it('closes what its button opened by a second press', async () => {
    const { user } = await show();
    const [views, columns] = [screen.getByRole('button', { name: /Views/ }), screen.getByRole('button', { name: 'Columns' })];
    for (const [button, role] of [[views, 'menu'], [columns, 'dialog']] as const) {
      await user.click(button);
      await screen.findByRole(role);
      await fireEvent.pointerDown(button);
      await fireEvent.click(button);
      await waitFor(() => expect(screen.queryByRole(role)).toBeNull());
    }
  });

  it("marks in a menu what holds a tenant's text: it is covered with the names, our words are not", async () => {
    await show();
    const cell = await waitFor(() => {
      const found = document.querySelector<HTMLElement>('[data-cell="0:1"]');
      expect(found?.textContent.trim()).not.toBe('');
      return found as HTMLElement;
    });
    cell.focus();
    await fireEvent.keyDown(cell, { key: 'F10', shiftKey: true });
    const ours = async (name: RegExp): Promise<boolean | undefined> => (await screen.findByRole('menuitem', { name })).querySelector('bdi')?.classList.contains('word');
    expect(await ours(/Copy row/)).toBe(true);
    expect(await ours(/Username/)).toBe(false);
  });
});
