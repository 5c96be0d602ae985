import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Backend } from '../fixtures/backend';
import { open } from './window';

interface Case {
  readonly keys: string;
  readonly does: string;
  /** Where it is pressed, and the heading that is there. */
  readonly on?: readonly [hash: string, heading: string];
  readonly shown: (backend: Backend) => unknown;
}
const called = (backend: Backend, name: string): void => expect(backend.calls.map((call) => call.name)).toContain(name);
const heading = (name: string): unknown => screen.getByRole('heading', { name, level: 1 });
const dialog = (name: RegExp): unknown => screen.getByRole('dialog', { name });
const CLIENTS = ['#/clients', 'Clients'] as const;

const CASES: readonly Case[] = [
  { keys: '{Control>}n{/Control}', does: 'begins a connection', shown: () => heading('Prepare') },
  { keys: '{Control>}{Shift>}N{/Shift}{/Control}', does: 'begins a one-off check', shown: () => heading('Credentials') },
  { keys: '{Control>}k{/Control}', does: 'opens the palette', shown: () => expect(document.activeElement?.getAttribute('role')).toBe('combobox') },
  { keys: '{Control>}o{/Control}', does: 'offers the clients', shown: () => screen.getByRole('option', { name: /Oakmere Care/ }) },
  { keys: '{Control>}f{/Control}', does: 'goes to the search', shown: () => expect(document.activeElement).toBe(screen.getByPlaceholderText('Name, email, group')) },
  { keys: '{Control>}{Shift>}F{/Shift}{/Control}', does: 'goes to the filters', shown: () => expect(document.activeElement?.tagName).toBe('SELECT') },
  { keys: '{F5}', does: 'syncs', shown: (backend) => called(backend, 'sync_start') },
  { keys: '{Control>}{Shift>}R{/Shift}{/Control}', does: 'checks the connection again', shown: (backend) => called(backend, 'connection_recheck') },
  { keys: '{Control>}e{/Control}', does: 'exports the view', shown: () => dialog(/^Export/) },
  { keys: '{Control>}p{/Control}', does: 'opens the reports', shown: () => heading('Reports') },
  { keys: '{Control>}d{/Control}', does: 'makes a favourite', shown: (backend) => called(backend, 'connection_favourite') },
  { keys: '{Control>}4{/Control}', does: 'opens the fourth view', shown: () => heading('SaaS discovery') },
  { keys: '{F2}', does: 'renames', on: ['#/client/c5/connection', 'Connection'], shown: () => screen.getByRole('dialog') },
  { keys: '{Control>}{Shift>}C{/Shift}{/Control}', does: 'copies diagnostics', shown: () => screen.getByText(/^Diagnostics copied/) },
  { keys: '{Control>},{/Control}', does: 'opens the settings', shown: () => heading('Settings') },
  { keys: '{Control>}{Shift>}F{/Shift}{/Control}', does: 'goes to the lanes of the licence review', on: ['#/client/c5/licences', 'Licence review'], shown: () => expect(document.activeElement).toBe(screen.getByRole('radio', { name: /^All/ })) },
  { keys: '{Control>}{Shift>}F{/Shift}{/Control}', does: 'goes to the filter of the account settings', on: ['#/client/c5/admins?tab=settings', 'Administrators'], shown: () => expect(document.activeElement?.getAttribute('aria-pressed')).toBe('false') },
  { keys: '{Control>}r{/Control}', does: 'syncs as F5 does', shown: (backend) => called(backend, 'sync_start') },
  { keys: '{Shift>}{F1}{/Shift}', does: 'opens the help of the view', shown: () => expect(location.hash).toBe('#/help/users') },
  { keys: '{Control>}-{/Control}', does: 'makes smaller', on: CLIENTS, shown: (backend) => expect(backend.calls.findLast(({ name }) => name === 'preferences_set')?.args).toMatchObject({ zoom: 90 }) },
  { keys: '{Control>}+{/Control}', does: 'enlarges', on: CLIENTS, shown: (backend) => expect(backend.calls.findLast(({ name }) => name === 'preferences_set')?.args).toMatchObject({ zoom: 110 }) },
  { keys: '{F1}', does: 'lists the keys', shown: () => dialog(/shortcuts/i) },
];

describe('the keys', () => {
  it.each(CASES)('$keys $does', async ({ keys, on = ['#/client/c5/users', 'Users'], shown }) => {
    const { backend, user } = open(on[0]);
    await screen.findByRole('heading', { name: on[1], level: 1 });
    await within(screen.getByRole('main')).findAllByRole(/users|clients|licences/.test(on[0]) ? 'row' : 'button');
    await user.keyboard(keys);
    await waitFor(() => shown(backend));
  });
});

describe('the way back', () => {
  it('is Alt and the arrows', async () => {
    const { user } = open('#/client/c5/users');
    await screen.findByRole('heading', { name: 'Users', level: 1 });
    await user.keyboard('{Control>}4{/Control}');
    await screen.findByRole('heading', { name: 'SaaS discovery', level: 1 });
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}');
    await screen.findByRole('heading', { name: 'Users', level: 1 });
    await user.keyboard('{Alt>}{ArrowRight}{/Alt}');
    await screen.findByRole('heading', { name: 'SaaS discovery', level: 1 });
  });

  it('closes a panel by Esc, and the focus is where it was', async () => {
    const { user } = open('#/client/c5/users');
    const grid = await screen.findByRole('grid', { name: 'Users' });
    const cell = await waitFor(() => {
      const found = grid.querySelector<HTMLElement>('[data-cell="0:1"]');
      expect(found?.textContent.trim()).not.toBe('');
      return found as HTMLElement;
    });
    cell.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(document.querySelector('aside.panel')).toBeTruthy());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.querySelector('aside.panel')).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(grid.querySelector('[data-cell="0:1"]')));
  });
});

describe('the window\u2019s place', () => {
  it('is put back from the menu and by name', async () => {
    const { backend, user } = open('#/clients', { window_reset: () => ({}) });
    await screen.findByRole('heading', { name: 'Clients', level: 1 });
    backend.emit({ kind: 'action', id: 'reset_window' });
    await waitFor(() => called(backend, 'window_reset'));
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: /Find an action/ }), 'reset win{Enter}');
    await waitFor(() => expect(backend.calls.filter(({ name }) => name === 'window_reset')).toHaveLength(2));
  });
});
