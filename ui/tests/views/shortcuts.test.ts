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
  { keys: '{Control>}+{/Control}', does: 'enlarges', on: CLIENTS, shown: (backend) => expect(backend.calls.findLast(({ name }) => name === 'preferences_set')?.args).toMatchObject({ zoom: 110 }) },
  { keys: '{F1}', does: 'lists the keys', shown: () => dialog(/shortcuts/i) },
];

describe('the keys', () => {
  it.each(CASES)('$keys $does', async ({ keys, on = ['#/client/c5/users', 'Users'], shown }) => {
    const { backend, user } = open(on[0]);
    await screen.findByRole('heading', { name: on[1], level: 1 });
    await within(screen.getByRole('main')).findAllByRole(on[1] === 'Connection' ? 'button' : 'row');
    await user.keyboard(keys);
    await waitFor(() => shown(backend));
  });
});
