import { cleanup, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { queryClient } from '$lib/query';
import { refuse } from '../fixtures/backend';
import { client, everyState } from '../fixtures/clients';
import { dataSets, syncStatus } from '../fixtures/answers';
import { checked, HOST, IKEY, SKEY, wizard } from '../fixtures/wizard';
import { dateTime } from '$lib/i18n/format';
import { NOW, open } from './window';

const SECRET = 'canary0canary1canary2canary3canary4canar';

describe('connection', () => {
  it('takes a secret and keeps no trace of it', async () => {
    const locked = client('c5', 'Fennimore Legal LLP', NOW, { state: 'needs_attention', state_code: 'KEY_MISSING' });
    const { backend, user } = open('#/client/c5/connection', { clients: () => [locked], secret_supply: () => locked });
    const field = await screen.findByLabelText('Secret key');
    expect(field.getAttribute('type')).toBe('password');
    await user.type(field, SECRET);
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'secret_supply', args: { client: 'c5', value: SECRET, this_session: false } }));
    await screen.findByText('Taken.');
    expect((field as HTMLInputElement).value).toBe('');
    expect(document.documentElement.outerHTML).not.toContain(SECRET);
    const cached = [...queryClient.getMutationCache().getAll(), ...queryClient.getQueryCache().getAll()].map(({ state }) => JSON.stringify(state));
    expect(cached.join()).not.toContain(SECRET);
  });

  it('tells how far this computer\'s clock was from Duo\'s, once it was measured', async () => {
    open('#/client/c5/connection');
    const term = await screen.findByText('Clock', { selector: 'dt' });
    expect(term.nextElementSibling?.textContent).toBe(`2 min 14 s behind Duo's time, measured ${dateTime(NOW.toISOString(), NOW)}`);
  });

  it('says how to open a locked keychain, and goes on without it', async () => {
    const locked = client('c5', 'Fennimore Legal LLP', NOW, { state: 'locked', state_code: 'KEY_LOCKED' });
    const { backend, user } = open('#/client/c5/connection', { clients: () => [locked], secret_supply: () => locked });
    const told = await screen.findByText(/Unlock the keychain, then try again/);
    const banner = told.closest<HTMLElement>('[class*=banner]') ?? document.body;
    await user.click(within(banner).getAllByRole('button', { name: 'Re-check' })[0] as HTMLElement);
    await waitFor(() => expect(backend.calls.some(({ name }) => name === 'connection_recheck')).toBe(true));
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: /For this session only/ }).checked).toBe(true);
    await user.type(screen.getByLabelText('Secret key'), `${SECRET}{Enter}`);
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'secret_supply', args: { client: 'c5', value: SECRET, this_session: true } }));
  });

  it('is ended, keeping the data unless its name is typed', async () => {
    const { backend, user } = open('#/client/c5/connection');
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    expect(await screen.findByText(/This does not change Duo/)).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: /Delete the data too/ }));
    const go = screen.getByRole('button', { name: 'Disconnect and delete' });
    await user.click(go);
    expect(backend.calls.some(({ name }) => name === 'disconnect_start')).toBe(false);
    await user.type(screen.getByRole('textbox', { name: /Type Fennimore/ }), 'Fennimore Legal LLP');
    await user.click(go);
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'disconnect_start', args: { client: 'c5', delete_data: true } }));
    await waitFor(() => expect(location.hash).toBe('#/clients'));
    await user.click(await screen.findByRole('button', { name: /^Undo/ }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'disconnect_undo', args: { client: 'c5' } }));
  });

  it('deletes nothing when the file to export into was not chosen', async () => {
    const { backend, user } = open('#/client/c5/connection', { client_export: () => ({ path: null }) });
    await user.click(await screen.findByRole('button', { name: 'Disconnect' }));
    await user.click(await screen.findByRole('radio', { name: /Export, then delete/ }));
    await user.type(screen.getByRole('textbox', { name: /Type Fennimore/ }), 'Fennimore Legal LLP');
    await user.click(screen.getByRole('button', { name: 'Export and delete' }));
    await waitFor(() => expect(backend.calls.some(({ name }) => name === 'client_export')).toBe(true));
    expect(backend.calls.some(({ name }) => name === 'disconnect_start')).toBe(false);
  });

  it('takes what is said about it', async () => {
    const { backend, user } = open('#/client/c5/connection');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Label' }), 'NFR');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'connection_details_set')?.args).toMatchObject({ client: 'c5', details: { label: 'nfr' } }));
  });

  it('offers a new client when new keys open another account', async () => {
    const { user } = open('#/new?update=c5', { ...wizard(NOW, () => checked()), credentials_update: () => Promise.reject(refuse('OTHER_ACCOUNT', { old: 'DAOLD', new: 'DANEW' })) });
    await user.type(await screen.findByLabelText('Secret key'), SECRET);
    await user.click(screen.getByRole('button', { name: /^Check/ }));
    await user.click(await screen.findByRole('button', { name: /^Update credentials/ }));
    expect(await screen.findByText(/DAOLD before, DANEW now/)).toBeTruthy();
    expect(screen.getByRole('button', { name: /Delete the old data/ })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Add as a new client/ }));
    expect(await screen.findByRole('textbox', { name: 'Name of the connection' })).toBeTruthy();
  });

  it('begins another connection of a company with its name', async () => {
    const own = client('c5', 'Fennimore Legal LLP', NOW);
    const { backend, user } = open('#/new?organisation=o-fennimore', { ...wizard(NOW, () => checked()), clients: () => [own], organisations: () => [own.organisation, { id: 'o-fennimore', name: 'Fennimore Legal LLP' }], draft_set: ({ field, value }) => ({ field, kind: 'accept', code: null, value, length: null, values: {}, cleaned: [], belongs_in: null, saved_as: null }) });
    await screen.findByRole('heading', { level: 1, name: 'Prepare' });
    const next = await screen.findByRole('button', { name: /^Continue/ });
    await expect.poll(() => next.getAttribute('aria-disabled')).toBe(null);
    await user.click(next);
    await user.click(await screen.findByLabelText('Paste all three values, in any form'));
    await user.paste(`${HOST}\n${IKEY}\n${SKEY}`);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.click(screen.getByRole('button', { name: /^Check/ }));
    await user.click(await screen.findByRole('button', { name: /^Continue/ }));
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name of the connection' });
    await expect.poll(() => name.value).toBe('Fennimore Legal LLP - garrow.example.com');
    expect(screen.getByLabelText<HTMLSelectElement>('Organisation').value).toBe('o-fennimore');
    await user.click(screen.getByRole('button', { name: /^Save and sync/ }));
    await expect.poll(() => backend.calls.find(({ name: one }) => one === 'connection_save')?.args).toMatchObject({ organisation: { existing: 'o-fennimore' } });
  });
});

describe('the banner of a client', () => {
  it('says of when the data is while Duo can not be reached', async () => {
    const away = client('c5', 'Fennimore Legal LLP', NOW, { state: 'needs_attention', state_code: 'NET_CONNECT' });
    open('#/client/c5/users', { clients: () => [away] });
    const told = await screen.findByText(/^Offline\. Showing data of \S+/);
    expect(told.textContent).toContain(dateTime(away.last_sync ?? '', NOW));
    expect(within(told.closest('[role=status]') as HTMLElement).getByRole('link', { name: 'Check network' })).toBeTruthy();
  });

  it('says no reason where none is known', async () => {
    const sets = dataSets(NOW.toISOString(), NOW.toISOString()).map((set) => (set.data_set === 'phones' ? { ...set, state: 'partial' as const } : set));
    open('#/client/c5/users', { sync_status: () => syncStatus('c5', sets) });
    expect(await screen.findByText('Stopped before the end. Showing what was read so far.')).toBeTruthy();
  });

  it('goes on with what was stopped', async () => {
    const sets = dataSets(NOW.toISOString(), '2026-10-02T00:00:00Z').map((set) => (set.data_set === 'sign_ins' ? { ...set, state: 'partial' as const, code: 'RATE_LIMIT' as const, rows: 31_000 } : set));
    const { backend, user } = open('#/client/c5/signins', { sync_status: () => syncStatus('c5', sets) });
    const told = await screen.findByText(/^Stopped before the end: .*sign-ins since/);
    expect(told.textContent).toMatch(/31.?000/);
    await user.click(screen.getByRole('button', { name: 'Resume' }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'sync_start', args: { client: 'c5' } }));
  });
});

describe('a damaged database', () => {
  it('is told on every page of its client, and rebuilt only when asked', async () => {
    const damaged = { state: 'needs_attention', state_code: 'DB_CORRUPT' } as const;
    const refused = (): never => { throw refuse('DB_CORRUPT'); };
    const clients = everyState(NOW).map((one) => (one.id === 'c5' ? { ...one, ...damaged } : one));
    const { backend, user } = open('#/client/c5/overview', { clients: () => clients, sync_status: refused, overview: refused, open_link: () => ({}) });
    const banner = await screen.findByText(/^The local data of this client is damaged/, { selector: 'p:not(.empty p)' });
    expect(backend.calls.some(({ name }) => name === 'client_rebuild')).toBe(false);
    const box = within(banner.closest('[role=alert]') as HTMLElement);
    await user.click(box.getByRole('button', { name: 'Open folder' }));
    expect(backend.calls).toContainEqual({ name: 'open_link', args: { link: 'data_folder' } });
    await user.click(box.getByRole('button', { name: 'Rebuild' }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'client_rebuild', args: { client: 'c5' } }));
    expect(await screen.findByText(/was kept as .*c5\.db\.damaged-/)).toBeTruthy();
  });

  it('that is newer is told on the page of its client and nowhere else', async () => {
    const notice = { code: 'FILE_NEWER' as const, values: { client: 'c5' } };
    const info = { app_info: () => ({ version: '0.1.0', os: 'linux', demo: false, data_dir: '/data', notices: [notice] }) };
    open('#/client/c5/users', info);
    expect(await screen.findByText(/^The local data of this client was made by a newer version/)).toBeTruthy();
    expect(screen.queryByText(/^These files were made by a newer version/)).toBeNull();
    cleanup();
    open('#/clients', info);
    expect(await screen.findByRole('heading', { level: 1 })).toBeTruthy();
    expect(screen.queryByText(/made by a newer version/)).toBeNull();
  });

  it('tells where a list of clients that was damaged lies', async () => {
    const notice = { code: 'DB_SET_ASIDE' as const, values: { path: '/data/clients.db.damaged-1' } };
    open('#/clients', { app_info: () => ({ version: '0.1.0', os: 'linux', demo: false, data_dir: '/data', notices: [notice] }) });
    expect(await screen.findByText(/set aside as \/data\/clients\.db\.damaged-1/)).toBeTruthy();
  });
});

describe('sync', () => {
  it('tells each data set in words and what to do', async () => {
    open('#/client/c5/sync');
    expect(await screen.findByText(/Tick Grant resource - Read in the Admin API application/)).toBeTruthy();
    expect(await screen.findByText('not read')).toBeTruthy();
  });

  it('is cancelled, and shows progress from events', async () => {
    const { backend, user } = open('#/client/c8/sync');
    expect(await screen.findByText(/12.000 of about 58.000/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Cancel sync' }));
    expect(backend.calls).toContainEqual({ name: 'sync_cancel', args: { client: 'c8' } });
    backend.emit({ kind: 'sync_progress', status: syncStatus('c8', [], { code: 'CANCELLED' }) });
    expect(await screen.findByText(/Cancelled/)).toBeTruthy();
  });

  it('is started by Ctrl+R in place of a reload', async () => {
    const { backend, user } = open('#/client/c5/overview');
    await screen.findByRole('button', { name: 'Sync' });
    await user.keyboard('{Control>}r{/Control}');
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'sync_start', args: { client: 'c5' } }));
  });
});

describe('settings', () => {
  it('put the theme on the page', async () => {
    const { user } = open('#/settings');
    await user.click(await screen.findByRole('radio', { name: 'Dark' }));
    await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
  });
});
