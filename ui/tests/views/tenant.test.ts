import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Overview, ViewRows } from '$lib/generated/contract';
import { person } from '$views/common/person.svelte';
import { kindFrom } from '$views/saas/decide';
import { answers } from '../fixtures/answers';
import { page } from '../fixtures/query';
import { chooseByKey, NOW, open } from './window';

const given = answers(NOW);
const NO_LOG = { code: 'permission_missing', permission: 'read_log' } as const;

async function overviewWith(change: Partial<Overview>): Promise<Overview> {
  const whole = await given.overview?.({ client: 'c5' });
  if (!whole) throw new Error('no overview');
  return { ...whole, ...change };
}

describe('overview', () => {
  it('says "Not evaluated" and why, never nought, without the log', async () => {
    const without = await overviewWith({ days: null, denied_7d: { not_evaluated: NO_LOG }, sign_ins_7d: { not_evaluated: NO_LOG } });
    open('#/client/c5/overview', { overview: () => without });
    const card = (await screen.findByText('Denied, 7 d')).closest('.fig');
    expect(card?.textContent).toMatch(/Not evaluated.*needs read log/);
    expect(card?.textContent).not.toMatch(/\b0\b/);
    expect(screen.queryByRole('img', { name: /Sign-ins by day/ })).toBeNull();
  });

  it('shows the chart as a table with the same sums', async () => {
    const { user } = open('#/client/c5/overview');
    const whole = await overviewWith({});
    const chart = (await screen.findByRole('heading', { name: /Sign-ins by day/ })).closest('section');
    await user.click(within(chart ?? document.body).getByRole('button', { name: 'Table' }));
    const cells = within(screen.getByRole('region', { name: 'Sign-ins by day' })).getAllByRole('row').slice(1).map((row) => Number(row.children[1]?.textContent));
    expect(cells.reduce((a, b) => a + b, 0)).toBe((whole.days ?? []).reduce((sum, { success }) => sum + success, 0));
  });

  it('leads from "act on this" to the filtered view', async () => {
    const { backend, user } = open('#/client/c5/overview');
    await user.click(await screen.findByRole('link', { name: /Show: disabled/ }));
    await waitFor(() => {
      const asked = backend.calls.filter(({ name }) => name === 'view_rows').map(({ args }) => args as ViewRows);
      expect(asked.at(-1)).toMatchObject({ view: 'users', query: { filter: [{ column: 'status', op: 'eq', value: 'disabled' }] } });
    });
  });

  it('starts the first sync', async () => {
    const never = await overviewWith({});
    const { backend, user } = open('#/client/c5/overview', { overview: () => ({ ...never, data_sets: never.data_sets.map((set) => ({ ...set, state: 'never' as const })) }) });
    await user.click(await screen.findByRole('button', { name: 'Sync now' }));
    expect(backend.calls).toContainEqual({ name: 'sync_start', args: { client: 'c5' } });
  });
});

describe('users', () => {
  it('opens on all, with counts by status', async () => {
    open('#/client/c5/users');
    const all = await screen.findByRole('radio', { name: /All\s*114/ });
    expect((all as HTMLInputElement).checked).toBe(true);
    expect((await screen.findByRole('grid')).getAttribute('aria-rowcount')).toBe('115');
  });

  it('asks SQLite to filter, search and sort', async () => {
    const { backend, user } = open('#/client/c5/users');
    await user.click(await screen.findByRole('radio', { name: /Bypass/ }));
    await user.type(screen.getByRole('searchbox'), 'duarte');
    await user.click(await screen.findByRole('columnheader', { name: 'Last seen' }));
    await waitFor(() => {
      const asked = backend.calls.filter(({ name }) => name === 'view_rows').at(-1)?.args;
      expect(asked).toMatchObject({ query: { search: 'duarte', sort: { column: 'last_seen', descending: false }, filter: [{ column: 'status', op: 'eq', value: 'bypass' }] } });
    });
  });

  it('opens a panel with factors, devices and why, and closes it by Escape', async () => {
    const { user } = open('#/client/c5/users');
    const grid = await screen.findByRole('grid');
    grid.querySelector<HTMLElement>('[data-cell="0:0"]')?.focus();
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('complementary', { name: /Amara/ });
    await within(panel).findByText('Factors');
    expect(panel.textContent).toContain('iPhone 14');
    expect(panel.textContent).toContain('Recent sign-ins');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary', { name: /Amara/ })).toBeNull();
  });

  it('says which right is missing in place of an empty table', async () => {
    const nothing = { ...page('users', [], { filter: [], search: null, sort: null, offset: 0, limit: 0, after: null }), rows: null, not_evaluated: [{ what: 'users', why: { code: 'permission_missing', permission: 'read_resource' } as const }] };
    open('#/client/c5/users', { view_rows: () => nothing, view_counts: () => [] });
    expect(await screen.findByText(/Duo did not grant "read resource"/)).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'All' })).toBeTruthy();
    expect(screen.queryByRole('grid')).toBeNull();
  });

  it('reads the rows again when an event says that they changed', async () => {
    const { backend } = open('#/client/c5/users');
    await screen.findByRole('grid');
    const before = backend.calls.filter(({ name }) => name === 'view_rows').length;
    backend.emit({ kind: 'changed', tags: ['client_data'], client: 'c9' });
    backend.emit({ kind: 'changed', tags: ['client_data'], client: 'c5' });
    await waitFor(() => expect(backend.calls.filter(({ name }) => name === 'view_rows')).toHaveLength(before + 1));
  });
});

describe('licence review', () => {
  it('filters the table by a bar of the waterfall', async () => {
    const { backend, user } = open('#/client/c5/licences');
    await user.click(await screen.findByRole('button', { name: /^Never enrolled\s*\d/ }));
    await waitFor(() => expect(backend.calls.at(-1)?.args).toMatchObject({ view: 'licences', query: { filter: [{ column: 'step', op: 'eq', value: 'not_enrolled' }] } }));
  });

  it('labels the sum an estimate, with who entered its figures', async () => {
    open('#/client/c5/licences');
    const panel = await screen.findByRole('complementary', { name: 'What if' });
    expect(panel.textContent).toMatch(/Estimate, from figures entered on .* by\s*J\. Marsh/);
    expect(await screen.findByText(/Ask the client before removing/)).toBeTruthy();
  });

  it('enters seats and price', async () => {
    const { backend, user } = open('#/client/c5/licences');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    const seats = await screen.findByRole('textbox', { name: 'Seats paid for' });
    await user.clear(seats);
    await user.type(seats, 'many');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Enter a whole number of seats.')).toBeTruthy();
    await user.clear(seats);
    await user.type(seats, '130');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'licence_terms_set')?.args).toMatchObject({ paid: 130, price_hundredths: 7200, currency: 'CHF' }));
  });
});

describe('applications', () => {
  it('show SaaS and identity providers first, the others one click away', async () => {
    const { user } = open('#/client/c5/saas');
    const grid = await screen.findByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('7');
    await user.click(await screen.findByRole('button', { name: '4 others' }));
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('11'));
  });

  it('are decided about in the name of whoever decides, and the decision is taken back', async () => {
    const { user, backend } = open('#/client/c5/saas?app=DI000000000000000002');
    const panel = await screen.findByRole('complementary', { name: 'Salesforce' });
    expect(await within(panel).findByText(/60 may, 22 do/)).toBeTruthy();
    expect(within(panel).getByText('Sign-ins a week')).toBeTruthy();
    await user.selectOptions(within(panel).getByLabelText('State'), 'sanctioned');
    await user.type(await screen.findByRole('textbox', { name: 'Your name' }), 'J. Marsh');
    await user.click(screen.getByRole('button', { name: 'Continue' }));
    const marks = (): unknown[] => backend.calls.filter(({ name }) => name === 'apps_mark').map(({ args }) => args);
    await waitFor(() => expect(marks()).toMatchObject([{ by: 'J. Marsh', marks: [{ state: 'sanctioned' }] }]));
    expect(await within(panel).findByText(/J. Marsh/)).toBeTruthy();
    await user.click(await screen.findByRole('button', { name: /Undo/ }));
    await waitFor(() => expect(marks()).toMatchObject([{}, { marks: [{ state: 'discovered' }] }]));
  });

  it('are sorted by hand, shown as sorted by hand, and left to their type again', async () => {
    person.name = 'J. Marsh';
    const { user, backend } = open('#/client/c5/saas?app=DI000000000000000002');
    const panel = await screen.findByRole('complementary', { name: 'Salesforce' });
    const kind = within(panel).getByLabelText('Kind');
    expect(within(panel).getByText(/^Kind by its type, /)).toBeTruthy();
    await user.selectOptions(kind, 'remote_access');
    // Remote access is not shown at first: the row leaves the list, and the panel keeps what was decided.
    await waitFor(() => expect(screen.getByRole('grid', { name: 'SaaS discovery' }).getAttribute('aria-rowcount')).toBe('6'));
    expect(await within(panel).findByText('Kind set here')).toBeTruthy();
    expect((kind as HTMLSelectElement).value).toBe('remote_access');
    await user.selectOptions(within(panel).getByLabelText('State'), 'sanctioned');
    const last = (): unknown => backend.calls.filter(({ name }) => name === 'apps_mark').at(-1)?.args;
    await waitFor(() => expect(last()).toMatchObject({ marks: [{ state: 'sanctioned', kind: 'remote_access' }] }));
    await user.selectOptions(kind, 'Automatic');
    await waitFor(() => expect(last()).toMatchObject({ marks: [{ state: 'sanctioned', kind: null }] }));
    expect(await within(panel).findByText(/^Kind by its type, /)).toBeTruthy();
  });

  it.each([
    ['1', 'Clio Manage', 'Kind by its name'],
    ['5', 'Entra ID', 'Kind by its type, azure-ca'],
    ['9', 'LexisGate', 'Seen in sign-ins alone: no type is known, and its name does not tell the kind'],
  ])('say what tells their kind (%s)', async (at, name, said) => {
    open(`#/client/c5/saas?app=DI${at.padStart(18, '0')}`);
    expect(await within(await screen.findByRole('complementary', { name })).findByText(said)).toBeTruthy();
  });

  it('say that neither type nor name tells the kind, and nothing of either once a person chose', () => {
    const row = { type_slug: 'websdk', kind: 'unknown', kind_edited: false, kind_by_name: false };
    expect(kindFrom(row)).toBe('Neither its type, websdk, nor its name tells the kind');
    expect(kindFrom({ ...row, kind: 'saas', kind_by_name: true })).toBe('Kind by its name');
    expect(kindFrom({ ...row, kind_edited: true, kind_by_name: false })).toBe('Kind set here');
  });

  it('are by their name again after a person took the choice back', async () => {
    person.name = 'J. Marsh';
    const { user } = open('#/client/c5/saas?app=DI000000000000000001');
    const panel = await screen.findByRole('complementary', { name: 'Clio Manage' });
    const kind = within(panel).getByLabelText('Kind');
    await user.selectOptions(kind, 'identity_provider');
    expect(await within(panel).findByText('Kind set here')).toBeTruthy();
    await user.selectOptions(kind, 'Automatic');
    expect(await within(panel).findByText('Kind by its name')).toBeTruthy();
  });

  it('are sorted by hand several at once, and that is taken back', async () => {
    person.name = 'J. Marsh';
    const { user, backend } = open('#/client/c5/saas');
    const grid = await screen.findByRole('grid');
    const boxes = await within(grid).findAllByRole('checkbox', { name: /select/i });
    for (const box of boxes.slice(1, 3)) await user.click(box);
    screen.getByRole('button', { name: 'Set kind' }).focus();
    await chooseByKey(user, 'Identity');
    await screen.findByText('2 set to Identity provider');
    await user.keyboard('{Control>}z{/Control}');
    const marks = (): unknown[] => backend.calls.filter(({ name }) => name === 'apps_mark').map(({ args }) => args);
    await waitFor(() => expect(marks()).toMatchObject([{ marks: [{ kind: 'identity_provider' }, { kind: 'identity_provider' }] }, { marks: [{ kind: null }, { kind: null }] }]));
  });

  it('say why figures are not evaluated without the log', async () => {
    const rows = [{ app_key: 'DI1', name: 'Zoom', kind: 'saas', source: 'list', users: null, users_30: null, sign_ins: null, flags: [] }];
    const found = page('apps', rows, { filter: [], search: null, sort: null, offset: 0, limit: 0, after: null }, { not_evaluated: [{ what: 'sign_ins', why: NO_LOG }] });
    open('#/client/c5/saas', { view_rows: () => found });
    const row = within(await screen.findByRole('grid')).getAllByRole('row')[1];
    expect(row?.textContent).toContain('Not evaluated');
  });
});

describe('sign-ins', () => {
  it('are read on by key', async () => {
    const { backend } = open('#/client/c5/signins');
    const grid = await screen.findByRole('grid');
    grid.querySelector<HTMLElement>('[data-cell="0:0"]')?.focus();
    Object.defineProperty(grid, 'scrollTop', { value: 190 * 32, writable: true });
    grid.dispatchEvent(new Event('scroll'));
    await waitFor(() => expect(backend.calls.some(({ args }) => (args as Partial<ViewRows>).query?.after === '200')).toBe(true));
  });
});
