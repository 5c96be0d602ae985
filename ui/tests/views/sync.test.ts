import { cleanup, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { LogCoverage } from '$lib/generated/contract';
import { dayRuns } from '$views/sync/days';
import { dataSets, syncStatus } from '../fixtures/answers';
import { everyState } from '../fixtures/clients';
import { chooseByKey, NOW, open } from './window';

const DAY = 86_400_000;

async function rowOf(name: string): Promise<HTMLElement> {
  const head = await screen.findByRole('rowheader', { name });
  return head.closest('tr') as HTMLElement;
}

/** Unfolds what is as it should be. */
async function all(user: ReturnType<typeof open>['user']): Promise<void> {
  await user.click(await screen.findByRole('button', { name: 'Show all', expanded: false }));
}

/** Opens the menu and chooses what begins so. */
async function choose(user: ReturnType<typeof open>['user'], item: string): Promise<void> {
  (await screen.findByRole('button', { name: 'More' })).focus();
  await chooseByKey(user, item);
}

function items(): readonly string[] {
  return [...document.querySelectorAll('[role="menuitem"]')].map(({ textContent }) => textContent.trim());
}

describe('the sync page', () => {
  it('tells of each data set its state, rows, requests, time left and next step', async () => {
    const { user } = open('#/client/c8/sync');
    await screen.findByRole('img', { name: /^Coverage/ });
    const row = await rowOf('Sign-ins');
    expect(row.textContent).toMatch(/Reading.*12.000 of about 58.000.*31 of about 77.*about 24 min.*Further back, from/s);
    expect(within(row).getByRole('progressbar', { name: 'Sign-ins' })).toBeTruthy();
    expect(screen.queryByRole('rowheader', { name: 'Users' })).toBeNull();
    await all(user);
    expect((await rowOf('Users')).textContent).toMatch(/Complete.*114/s);
    expect(screen.getAllByText(/about 24 min left.*212 of about 308 requests/).length).toBeGreaterThan(0);
  });

  it('shows what needs a look, and folds what is as it should be into one line', async () => {
    const sets = dataSets(NOW.toISOString(), NOW.toISOString()).map((set) => (set.data_set === 'tokens' ? { ...set, state: 'not_offered' as const } : set.data_set === 'policies' ? { ...set, state: 'waiting' as const } : set));
    open('#/client/c5/sync', { sync_status: () => syncStatus('c5', sets) });
    const table = within(await screen.findByRole('table', { name: 'Data sets' }));
    expect(table.getAllByRole('rowheader').map(({ textContent }) => textContent)).toEqual(['Bypass codes', 'Passkeys']);
    expect([table.getByText('6 complete'), table.getByText('1 waiting'), table.getByText('1 not offered')]).toHaveLength(3);
  });

  it('says when another program reads the client, and starts nothing then', async () => {
    const { backend, user } = open('#/client/c5/sync', { sync_status: () => syncStatus('c5', dataSets(NOW.toISOString(), NOW.toISOString()), { elsewhere: true }) });
    expect(await screen.findByText(/^Another program on this computer is reading this client/)).toBeTruthy();
    const main = within(screen.getByRole('main'));
    const start = await main.findByRole('button', { name: /^Sync now/ });
    await user.click(start);
    expect(backend.calls.some(({ name }) => name === 'sync_start')).toBe(false);
  });

  it('says "not known yet" where nobody can tell the time left', async () => {
    const sets = dataSets(NOW.toISOString(), NOW.toISOString(), true).map((set) => ({ ...set, eta_seconds: null, requests_left: null }));
    open('#/client/c8/sync', { sync_status: () => syncStatus('c8', sets, { running: true, requests_left: null, seconds_left: null }) });
    expect((await rowOf('Sign-ins')).textContent).toContain('not known yet');
    expect(screen.getAllByText(/time left not known yet · 212 requests/).length).toBeGreaterThan(0);
  });

  it('tells until when Duo asks to wait, running or ended', async () => {
    const waits_until = new Date(NOW.getTime() + 31 * 60_000).toISOString();
    const sets = dataSets(NOW.toISOString(), NOW.toISOString());
    open('#/client/c8/sync', { sync_status: () => syncStatus('c8', sets, { running: true, waits_until }) });
    expect(await screen.findByText(/^Duo asks to wait until /)).toBeTruthy();
    cleanup();
    open('#/client/c8/sync', { sync_status: () => syncStatus('c8', sets, { code: 'RATE_LIMIT', waits_until }) });
    expect(await screen.findByText(/^Duo asked for a longer pause.*Other tools.*Duo asks to wait until /s)).toBeTruthy();
  });

  it('is paused and resumed', async () => {
    let paused = false;
    const status = (): ReturnType<typeof syncStatus> => syncStatus('c8', dataSets(NOW.toISOString(), NOW.toISOString()), { running: !paused, paused });
    const { backend, user } = open('#/client/c8/sync', { sync_status: status, sync_pause: () => { paused = true; return status(); }, sync_start: () => { paused = false; return status(); } });
    await user.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(backend.calls).toContainEqual({ name: 'sync_pause', args: { client: 'c8' } });
    expect(await screen.findByText(/^Paused by hand/)).toBeTruthy();
    await all(user);
    expect((await rowOf('Users')).textContent).toContain('When you resume');
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
    await user.click(screen.getByRole('button', { name: /^Resume/ }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'sync_start', args: { client: 'c8' } }));
    expect(await screen.findByRole('button', { name: 'Pause' })).toBeTruthy();
  });

  it('says of a data set what stopped it and what to do', async () => {
    const sets = dataSets(NOW.toISOString(), NOW.toISOString()).map((set) => (set.data_set === 'phones' ? { ...set, state: 'failed' as const, code: 'SERVER_ERROR' as const } : set));
    open('#/client/c5/sync', { sync_status: () => syncStatus('c5', sets) });
    const row = await rowOf('Phones');
    expect(row.textContent).toContain('Failed');
    expect(row.nextElementSibling?.textContent.trim()).toMatch(/Duo/);
    const denied = (await rowOf('Bypass codes')).nextElementSibling as HTMLElement;
    expect(denied.textContent).toContain('Tick Grant resource - Read');
    expect(within(denied).getByRole('link', { name: 'Re-check' })).toBeTruthy();
  });

  it('shows the coverage as a picture, as words, and as a table', async () => {
    const { user } = open('#/client/c5/sync');
    expect(await screen.findByRole('img', { name: /^Coverage in time: 1 bars/ })).toBeTruthy();
    const gaps = screen.getByRole('list', { name: 'Gaps' });
    expect(within(gaps).getByText(/Sign-ins, .* to .*: Duo counts more events than it gives/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Table' }));
    const table = within(screen.getByRole('region', { name: 'Coverage in time' })).getByRole('table');
    expect(within(table).getAllByRole('row').map((row) => row.textContent.split(/\s{2,}/).at(-1))).toHaveLength(4);
    expect(within(table).getAllByText('Read')).toHaveLength(2);
  });

  it('reads faster for this run', async () => {
    const { backend, user } = open('#/client/c8/sync');
    await choose(user, 'Full');
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'sync_full_speed', args: { client: 'c8' } }));
  });

  it('copies what may be sent', async () => {
    const { backend, user } = open('#/client/c8/sync');
    await choose(user, 'Copy');
    await waitFor(() => expect(backend.calls.map(({ name }) => name)).toContain('sync_diagnostics'));
    expect(await screen.findByText(/^Diagnostics copied/)).toBeTruthy();
    expect(await navigator.clipboard.readText()).toContain('sync: idle');
  });

  it('reads a day again, once it is a day of the calendar that Duo still has', async () => {
    const { backend, user } = open('#/client/c5/sync', { log_reread: () => ({}) as never });
    await screen.findByRole('img', { name: /^Coverage/ });
    await choose(user, 'Re-read');
    const day = await screen.findByLabelText('Day (UTC)');
    await user.type(day, '2026-02-31{Enter}');
    expect(await screen.findByText(/^Give a date as YYYY-MM-DD/)).toBeTruthy();
    await user.clear(day);
    await user.type(day, '2019-01-01{Enter}');
    expect(await screen.findByText(/^Give a day between/)).toBeTruthy();
    const wanted = new Date(NOW.getTime() - 5 * DAY).toISOString().slice(0, 10);
    await user.clear(day);
    await user.type(day, `${wanted}{Enter}`);
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'log_reread')?.args).toMatchObject({ client: 'c5', day: wanted }));
  });

  it('offers neither pause nor full speed for the sample, which nobody else uses', async () => {
    const { user } = open('#/client/c9/sync', { clients: () => everyState(NOW) });
    (await screen.findByRole('button', { name: 'More' })).focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(items()).toContain('Copy diagnostics'));
    expect(items()).not.toContain('Full speed for this run');
    expect(screen.queryByRole('button', { name: 'Pause' })).toBeNull();
  });
});

describe('days of a log', () => {
  const at = (day: number, hour = 0): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();
  const log = (rest: Partial<LogCoverage>): LogCoverage => ({ data_set: 'sign_ins', quarantined: 0, requests: 0, next: null, from: at(1), to: at(11), stretches: [], open: [], gaps: [], ...rest });
  const kinds = (one: LogCoverage): string[] => dayRuns(one).map(({ lo, hi, kind }) => `${new Date(lo).getUTCDate()}-${new Date(hi - 1).getUTCDate()} ${kind}`);

  it('that are alike are one', () => {
    expect(kinds(log({ stretches: [{ lo: at(1), hi: at(11) }] }))).toEqual(['1-10 read']);
    expect(kinds(log({}))).toEqual(['1-10 unread']);
  });

  it('tell gap, half, being read and not read apart', () => {
    const one = log({
      stretches: [{ lo: at(4, 12), hi: at(7) }, { lo: at(7), hi: at(11) }], open: [{ lo: at(3), hi: at(4) }],
      gaps: [{ lo: at(8, 3), hi: at(8, 4), why: 'short', found_at: at(9) }],
    });
    expect(kinds(one)).toEqual(['1-2 unread', '3-3 reading', '4-4 part', '5-7 read', '8-8 gap', '9-10 read']);
  });

  it('count the present one as read while no more than its last hours are missing', () => {
    expect(kinds(log({ to: at(10, 15), stretches: [{ lo: at(1), hi: at(10, 14) }] }))).toEqual(['1-10 read']);
    expect(kinds(log({ to: at(10, 15), stretches: [{ lo: at(1), hi: at(10, 9) }] }))).toEqual(['1-9 read', '10-10 part']);
  });
});
