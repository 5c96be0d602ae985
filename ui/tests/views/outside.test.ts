import { screen, waitFor } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Event } from '$lib/generated/contract';
import { names } from '$views/shell/names.svelte';
import { PREFERENCES } from '../fixtures/preferences';
import { open } from './window';

const LONG: Event = { kind: 'sync_ended', client: 'c5', seconds: 61, code: null };
const FAILED: Event = { kind: 'attention', client: 'c5', name: 'Acme', code: 'AUTH_ROTATED' };

afterEach(() => {
  names.covered = false;
  vi.restoreAllMocks();
});

async function heard(event: Event, focus: boolean): Promise<readonly unknown[]> {
  vi.spyOn(document, 'hasFocus').mockReturnValue(focus);
  const { backend } = open('#/clients', { notify: () => ({}) });
  await screen.findByRole('heading', { name: 'Clients' });
  await waitFor(() => expect(backend.calls.some(({ name }) => name === 'clients')).toBe(true));
  backend.emit(event);
  return backend.calls.filter(({ name }) => name === 'notify').map(({ args }) => args);
}

describe('notifications', () => {
  it('are sent when the window is not in front', async () => {
    expect(await heard(LONG, false)).toEqual([{ client: 'c5', kind: 'sync_ended', code: null, covered: false }]);
  });

  it('tell what a round found', async () => {
    expect(await heard(FAILED, false)).toEqual([{ client: 'c5', kind: 'attention', code: 'AUTH_ROTATED', covered: false }]);
  });

  it('name nobody while names are covered', async () => {
    names.covered = true;
    expect(await heard(FAILED, false)).toEqual([{ client: 'c5', kind: 'attention', code: 'AUTH_ROTATED', covered: true }]);
  });

  it.each<[string, Event, boolean]>([
    ['to somebody who looks at the window', FAILED, true],
    ['of a long sync to somebody who looks at the window', LONG, true],
    ['of a sync that took a minute', { ...LONG, seconds: 60 }, false],
    ['of a sync that was stopped by hand', { ...LONG, code: 'CANCELLED' }, false],
    ['of anything else', { kind: 'changed', tags: [], client: 'c5' }, false],
  ])('are not sent %s', async (_, event, focus) => {
    expect(await heard(event, focus)).toEqual([]);
  });

  it('can be turned off', async () => {
    const set = vi.fn((preferences: typeof PREFERENCES) => preferences);
    const { user } = open('#/settings/schedule', { preferences_set: set });
    const box = await screen.findByRole<HTMLInputElement>('switch', { name: /^Tell me when the window is not in front/ });
    expect(box.checked).toBe(true);
    await user.click(box);
    await waitFor(() => expect(set.mock.calls.at(-1)?.[0].quiet).toBe(true));
  });
});

describe('the schedule', () => {
  it.each([
    [/^Every 6 hours/, 'six_hours'],
    [/^Every day/, 'daily'],
    [/^Never/, 'never'],
  ])('is chosen and kept: %s', async (name, kept) => {
    const set = vi.fn((preferences: typeof PREFERENCES) => preferences);
    const { user } = open('#/settings/schedule', { preferences_set: set });
    expect((await screen.findByRole<HTMLInputElement>('radio', { name: /^When it is due/ })).checked).toBe(true);
    await user.click(screen.getByRole('radio', { name }));
    await waitFor(() => expect(set.mock.calls.at(-1)?.[0].keep_fresh).toBe(kept));
  });
});

describe('a link', () => {
  it('opens the overview of a client that is here', async () => {
    const { backend } = open('#/settings/about');
    await screen.findByRole('heading', { name: 'Settings' });
    backend.emit({ kind: 'open_client', client: 'c5' });
    await waitFor(() => expect(location.hash).toBe('#/client/c5/overview'));
  });

  it('does nothing for one that is not', async () => {
    const { backend } = open('#/settings/about');
    await screen.findByRole('heading', { name: 'Settings' });
    backend.emit({ kind: 'open_client', client: '0b5f8e3a-1c2d-4e5f-8a9b-0c1d2e3f4a5b' });
    backend.emit({ kind: 'open_client', client: '../settings' });
    backend.emit({ kind: 'open_client', client: 'c6' });
    await waitFor(() => expect(location.hash).toBe('#/client/c6/overview'));
  });

  it('leaves the wizard alone', async () => {
    const { backend } = open('#/new');
    await screen.findByRole('heading', { level: 1 });
    backend.emit({ kind: 'open_client', client: 'c5' });
    expect(await screen.findByText(/^A link asked for a client/)).toBeTruthy();
    expect(location.hash).toBe('#/new');
  });

  it('is copied from the list of actions, with an id and nothing else', async () => {
    const { user } = open('#/client/c5/overview');
    await screen.findByRole('heading', { name: 'Overview' });
    const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await user.keyboard('{Control>}k{/Control}');
    await user.click(await screen.findByRole('option', { name: /Copy link/ }));
    await waitFor(() => expect(copied.mock.calls).toEqual([['tandem://open/c5']]));
  });
});

describe('a backup', () => {
  it('says which client it is at', async () => {
    const { backend, user } = open('#/settings/data', { backup_make: () => new Promise(() => undefined) });
    await user.click(await screen.findByRole('button', { name: 'Save a backup…' }));
    await user.click(await screen.findByRole('button', { name: 'Save the backup' }));
    await waitFor(() => expect(backend.calls.some(({ name }) => name === 'backup_make')).toBe(true));
    backend.emit({ kind: 'backup_progress', at: 12, total: 40 });
    expect(await screen.findByText('Copying client 12 of 40')).toBeTruthy();
  });
});
