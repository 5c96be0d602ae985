import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import { actions, LIST } from '$lib/actions';
import type { Code } from '$lib/generated/contract';
import { codeSaid } from '$lib/i18n';
import { toast } from '$lib/toast.svelte';
import { refuse } from '../fixtures/backend';
import { PREFERENCES } from '../fixtures/preferences';
import { open } from './window';

function press(keys: string): void {
  const words = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
  const event = new KeyboardEvent('keydown', { key: words.at(-1) ?? '', ctrlKey: words.includes('Ctrl') || words.includes('Mod'), shiftKey: words.includes('Shift'), altKey: words.includes('Alt'), bubbles: true, cancelable: true });
  (document.activeElement ?? document.body).dispatchEvent(event);
}

describe('shortcuts', () => {
  it.each(LIST.flatMap(({ id, keys = [] }: { id: (typeof LIST)[number]['id']; keys?: readonly string[] }) => keys.map((one, at) => [one, id, at] as const)))('%s runs %s', async (keys, id, at) => {
    open('#/client/c5/overview');
    await screen.findByRole('heading', { name: 'Overview' });
    const run = vi.fn();
    const withdraw = actions.add({ [id]: run });
    press(keys);
    withdraw();
    expect(run).toHaveBeenCalledExactlyOnceWith(at);
  });

  it('lists on F1 every action that has keys', async () => {
    open('#/clients');
    await screen.findByRole('heading', { name: 'Clients' });
    press('F1');
    const dialog = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
    const listed = [...dialog.querySelectorAll('[data-action]')].map((line) => line.getAttribute('data-action'));
    expect(listed.toSorted()).toEqual(LIST.filter(({ keys }: { keys?: readonly string[] }) => keys !== undefined).map(({ id }) => id).toSorted());
  });

  it('keeps a dialog to itself', async () => {
    open('#/clients');
    await screen.findByRole('heading', { name: 'Clients' });
    press('F1');
    await screen.findByRole('dialog');
    press('Mod+N');
    expect(location.hash).toBe('#/clients');
  });

  it('go through the regions with F6', async () => {
    open('#/client/c5/overview');
    await screen.findByRole('heading', { name: 'Overview' });
    const where = (): string => document.activeElement?.closest('[data-region]')?.className.split(' ')[0] ?? '';
    expect(where()).toBe('region');
    press('F6');
    expect(where()).toBe('rail');
    expect(document.activeElement?.textContent).toContain('Overview');
    press('F6');
    expect(where()).toBe('bar');
    press('Shift+F6');
    expect(where()).toBe('rail');
  });

  it('zooms in steps and keeps it', async () => {
    const { backend } = open('#/clients');
    await screen.findByRole('heading', { name: 'Clients' });
    const saved = (): unknown[] => backend.calls.filter(({ name }) => name === 'preferences_set').map(({ args }) => (args as { zoom: unknown }).zoom);
    for (const keys of ['Mod++', 'Mod+=', 'Mod+-', 'Mod+0']) press(keys);
    await waitFor(() => expect(saved()).toEqual([110, 125, 110, null]));
  });
});

describe('the palette', () => {
  it('opens a client that is typed in part', async () => {
    const { user } = open('#/clients');
    await screen.findByRole('heading', { name: 'Clients' });
    press('Mod+K');
    await user.type(await screen.findByRole('combobox', { name: /Find an action/ }), 'kestr');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(location.hash).toBe('#/client/c7/overview'));
  });

  it('moves by arrows and runs an action', async () => {
    const { user } = open('#/client/c5/users');
    await screen.findByRole('heading', { name: 'Users' });
    press('Mod+K');
    const field = await screen.findByRole('combobox', { name: /Find an action/ });
    const chosen = (): string | null => document.querySelector('[role="option"][aria-selected="true"]')?.textContent ?? null;
    const first = chosen();
    await user.keyboard('{ArrowDown}');
    expect(chosen()).not.toBe(first);
    await user.keyboard('{ArrowUp}');
    expect(chosen()).toBe(first);
    await user.type(field, 'keyboard short');
    expect(field.getAttribute('aria-activedescendant')).toBe(document.querySelector('[aria-selected="true"]')?.id);
    await user.keyboard('{Enter}');
    expect(await screen.findByRole('dialog', { name: 'Keyboard shortcuts' })).toBeTruthy();
  });

  it('switches the client on Ctrl+O and stays on the page', async () => {
    const { user } = open('#/client/c5/users');
    await screen.findByRole('heading', { name: 'Users' });
    press('Mod+O');
    await user.type(await screen.findByRole('combobox', { name: 'Switch client' }), 'kest');
    await user.keyboard('{Enter}');
    await waitFor(() => expect(location.hash).toBe('#/client/c7/users'));
  });
});

describe('open clients', () => {
  it('are gone through with Ctrl+Tab, on the same page', async () => {
    open('#/client/c5/users');
    await screen.findByRole('heading', { name: 'Users' });
    location.hash = '#/client/c7/users';
    await waitFor(() => expect(document.title).toMatch(/^Kestrel/));
    press('Ctrl+Tab');
    await waitFor(() => expect(document.title).toMatch(/^Fennimore.* - Users/));
    press('Ctrl+Tab');
    await waitFor(() => expect(location.hash).toBe('#/client/c7/users'));
  });
});

describe('undo', () => {
  it('takes back the last thing by Ctrl+Z, and tells when that fails', async () => {
    open('#/clients');
    await screen.findByRole('heading', { name: 'Clients' });
    const first = vi.fn();
    toast.undoable('First excluded.', first);
    toast.undoable('Second excluded.', () => Promise.reject(new Error('no')));
    expect(await screen.findByText('Second excluded.')).toBeTruthy();
    press('Mod+Z');
    expect(first).not.toHaveBeenCalled();
    const failed = within(screen.getByRole('region', { name: 'Messages' })).getAllByRole('alert');
    await waitFor(() => expect(failed.some((box) => box.querySelector('.toast'))).toBe(true));
    press('Mod+Z');
    await waitFor(() => expect(first).toHaveBeenCalledOnce());
    toast.shown.forEach(({ id }) => toast.dismiss(id));
  });
});

describe('what is refused', () => {
  it('is told, whichever way it was asked for', async () => {
    const { user } = open('#/client/c5/users', { sync_start: () => Promise.reject(refuse('DISK_FULL')), connection_favourite: () => Promise.reject(refuse('DB_BUSY')) });
    const said = (code: Code): HTMLElement[] => screen.queryAllByText(codeSaid(code), { exact: false });
    await user.click(await screen.findByRole('button', { name: 'Sync' }));
    await waitFor(() => expect(said('DISK_FULL')).toHaveLength(1));
    actions.run('sync');
    await waitFor(() => expect(said('DISK_FULL')).toHaveLength(2));
    actions.run('favourite');
    await waitFor(() => expect(said('DB_BUSY')).toHaveLength(1));
    toast.shown.forEach(({ id }) => toast.dismiss(id));
  });
});

describe('the window', () => {
  it('runs what was chosen in the native menu', async () => {
    const { backend } = open('#/clients');
    await screen.findByRole('heading', { name: 'Clients' });
    backend.emit({ kind: 'action', id: 'settings' });
    await waitFor(() => expect(location.hash).toBe('#/settings'));
    backend.emit({ kind: 'action', id: 'network' });
    await waitFor(() => expect(location.hash).toBe('#/settings/network'));
    backend.emit({ kind: 'action', id: 'rename' });
    expect(await screen.findByText('That does nothing on this page.')).toBeTruthy();
    toast.shown.forEach(({ id }) => toast.dismiss(id));
  });

  it('works on the open client from the menu, and on none when there is none', async () => {
    const { backend } = open('#/client/c5/users');
    await screen.findByRole('grid');
    backend.emit({ kind: 'action', id: 'connection' });
    await waitFor(() => expect(location.hash).toBe('#/client/c5/connection'));
    backend.emit({ kind: 'action', id: 'update_credentials' });
    await waitFor(() => expect(location.hash).toBe('#/new?update=c5'));
    location.hash = '#/clients';
    await screen.findByRole('heading', { name: 'Clients' });
    backend.emit({ kind: 'action', id: 'duplicate' });
    expect(await screen.findByText('That does nothing on this page.')).toBeTruthy();
    toast.shown.forEach(({ id }) => toast.dismiss(id));
  });

  it('leads from a heading to its part of the help', async () => {
    const { user } = open('#/client/c5/licences');
    await user.click(await screen.findByRole('link', { name: /Help about/ }));
    await waitFor(() => expect(location.hash).toBe('#/help/licences'));
    await waitFor(() => expect(document.activeElement?.id).toBe('help-licences-title'));
  });

  it('tells about privacy once', async () => {
    let preferences = { ...PREFERENCES, privacy_read: false };
    const { user } = open('#/clients', { preferences_get: () => preferences, preferences_set: (args) => (preferences = args) });
    expect(await screen.findByText(/sends no usage data/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Dismiss' }));
    await waitFor(() => expect(screen.queryByText(/sends no usage data/)).toBeNull());
    expect(preferences.privacy_read).toBe(true);
  });

  it('opens on the last client when that is wanted', async () => {
    open('#/clients', { preferences_get: () => ({ ...PREFERENCES, start_page: 'last_client', last_client: 'c7' }) });
    await waitFor(() => expect(location.hash).toBe('#/client/c7/overview'));
  });

  it('names the page in its title', async () => {
    open('#/client/c5/users');
    await waitFor(() => expect(document.title).toMatch(/^Fennimore Legal.* - Users - Tandem$/));
    press('Mod+Shift+N');
    await waitFor(() => expect(document.title).toBe('One-off check - Tandem'));
  });

  it('shows times in UTC when that is wanted', async () => {
    open('#/settings', { preferences_get: () => ({ ...PREFERENCES, time_zone: 'utc', date_format: 'iso' }) });
    expect(await screen.findByText(/Now: \d{4}-\d\d-\d\d \d\d:\d\d UTC/)).toBeTruthy();
  });
});
