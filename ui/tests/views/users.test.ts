import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Overview, UserDetail, ViewRows } from '$lib/generated/contract';
import { answers } from '../fixtures/answers';
import { NOW, open } from './window';

const given = answers(NOW);
const DENIED = { code: 'permission_missing', permission: 'read_resource' } as const;

async function overviewWith(change: Partial<Overview>): Promise<Overview> {
  const whole = await given.overview?.({ client: 'c5' });
  if (!whole) throw new Error('no overview');
  return { ...whole, ...change };
}

async function detailWith(change: Partial<UserDetail>): Promise<UserDetail> {
  const rows = await given.view_rows?.({ client: 'c5', view: 'users', query: { filter: [], search: null, sort: null, offset: 0, limit: 1, after: null } });
  const id = rows?.rows?.[0]?.['user_id'];
  const whole = await given.user_detail?.({ client: 'c5', user_id: typeof id === 'string' ? id : '' });
  if (!whole) throw new Error('no user');
  return { ...whole, ...change };
}

/** The conditions that the table was last asked for. */
function asked(backend: ReturnType<typeof open>['backend']): unknown {
  const queries = backend.calls.filter(({ name }) => name === 'view_rows').map(({ args }) => args as ViewRows);
  return queries.at(-1)?.query.filter;
}

describe('coverage', () => {
  it('shows must and can, and parts that add up to the population', async () => {
    open('#/client/c5/overview');
    const whole = await overviewWith({});
    const of = (measure: string): number => whole.coverage_sums.find((sum) => sum.measure === measure)?.users ?? Number.NaN;
    const card = (await screen.findAllByText('MFA coverage')).map((node) => node.closest('.fig')).find((fig) => fig !== null);
    expect(card?.textContent).toMatch(/% must.*% can/);
    const bar = screen.getByText(/^Must do MFA/, { selector: 'li' }).closest('ul');
    const legend = [...(bar?.querySelectorAll('b') ?? [])].map((node) => Number(node.textContent));
    expect(legend).toEqual([of('must_mfa'), of('can_mfa') - of('must_mfa'), of('population') - of('can_mfa')]);
    expect(legend.reduce((a, b) => a + b, 0)).toBe(of('population'));
  });

  it('says that must is not evaluated, and why, without policies', async () => {
    const whole = await overviewWith({ must_mfa: { not_evaluated: DENIED }, must_coverage: { not_evaluated: DENIED } });
    const sums = whole.coverage_sums.map((sum) => (sum.measure === 'must_mfa' ? { ...sum, users: null } : sum));
    open('#/client/c5/overview', { overview: () => ({ ...whole, coverage_sums: sums }) });
    expect(await screen.findByText(/Must do MFA: Duo did not grant "read resource".*Every factor is taken as allowed/)).toBeTruthy();
    const card = screen.getAllByText('MFA coverage').map((node) => node.closest('.fig')).find((fig) => fig !== null);
    expect(card?.textContent).toMatch(/% can/);
    expect(card?.textContent).not.toMatch(/must/);
  });

  it('counts administrators without a passkey or token', async () => {
    open('#/client/c5/overview');
    const card = (await screen.findByText('Weak admins')).closest('.fig');
    expect(card?.textContent).toMatch(/Weak admins\s*1\s*no passkey or token/);
  });
});

describe('filters of users', () => {
  it('find users with text messages or calls only', async () => {
    const { backend, user } = open('#/client/c5/users');
    await user.selectOptions(await screen.findByRole('combobox', { name: 'Strongest' }), 'SMS or phone only');
    await waitFor(() => { expect(asked(backend)).toEqual([{ column: 'strongest', op: 'eq', value: 'sms_or_call' }]); });
  });

  it('count those who are not enrolled, and show them', async () => {
    const { backend, user } = open('#/client/c5/users');
    const rows = await given.view_rows?.({ client: 'c5', view: 'users', query: { filter: [], search: null, sort: null, offset: 0, limit: 1000, after: null } });
    const without = rows?.rows?.filter((row) => row['is_enrolled'] === false).length ?? 0;
    expect(without).toBeGreaterThan(0);
    const button = await screen.findByRole('button', { name: `Not enrolled${without}` });
    await user.click(button);
    await waitFor(() => { expect(asked(backend)).toEqual([{ column: 'is_enrolled', op: 'eq', value: 'false' }]); });
    expect(button.getAttribute('aria-pressed')).toBe('true');
    await user.click(button);
    await waitFor(() => { expect(button.getAttribute('aria-pressed')).toBe('false'); });
  });

  it('offer groups with their numbers, and the rest in a menu', async () => {
    const { backend, user } = open('#/client/c5/users');
    const groups = await screen.findByRole('combobox', { name: 'Groups' });
    await within(groups).findByRole('option', { name: /^Partners \d+$/ });
    await user.selectOptions(groups, 'Partners');
    await user.click(screen.getByRole('button', { name: 'Filter' }));
    await user.click(await screen.findByText('No email'));
    await waitFor(() => {
      expect(asked(backend)).toEqual([{ column: 'groups', op: 'eq', value: 'Partners' }, { column: 'email', op: 'empty', value: '' }]);
    });
  }, 15_000);

  it('say that nothing matches, and how many filters there are', async () => {
    const filter = JSON.stringify([{ column: 'groups', op: 'eq', value: 'Nobody' }, { column: 'email', op: 'empty', value: '' }]);
    const { user } = open(`#/client/c5/users?filter=${encodeURIComponent(filter)}`);
    expect(await screen.findByText('No match for 2 filters.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByRole('grid')).toBeTruthy();
  });
});

describe('panel of a user', () => {
  async function openFirst(change: Partial<UserDetail>): Promise<ReturnType<typeof open> & { panel: HTMLElement }> {
    const detail = await detailWith(change);
    const window = open('#/client/c5/users', { user_detail: ({ user_id }) => ({ ...detail, user_id }) });
    const grid = await screen.findByRole('grid');
    grid.querySelector<HTMLElement>('[data-cell="0:0"]')?.focus();
    await window.user.keyboard('{Enter}');
    const panel = await screen.findByRole('complementary', { name: /Amara/ });
    await within(panel).findByText('Recent sign-ins');
    return { ...window, panel };
  }

  it('says who lets the user past, by name', async () => {
    const { panel } = await openFirst({ can_mfa: true, must_mfa: false, let_past: [{ reason: 'group', name: 'Contractors', apps: [] }, { reason: 'policy', name: 'Displays', apps: [] }] });
    expect(panel.textContent).toContain('In group Contractors, whose status is Bypass.');
    expect(panel.textContent).toContain('Policy Displays lets users in without MFA.');
  });

  it('says what could not be read', async () => {
    const { panel } = await openFirst({ must_mfa: null, sign_ins: null, not_evaluated: [{ what: 'policies', why: DENIED }, { what: 'bypass_codes', why: DENIED }] });
    expect(panel.textContent).toMatch(/Bypass codes.*Not evaluated: needs read resource/);
    expect(panel.textContent).toContain('Every factor is taken as allowed.');
    expect(panel.textContent).toMatch(/Recent sign-ins.*Not evaluated/);
  });

  it('counts nothing that it could not read', async () => {
    const none = { phones: [], tokens: [], webauthn: [], desktop_authenticators: [], endpoints: [], registered_devices: [], groups: [] };
    const { panel } = await openFirst({ ...none, not_evaluated: (['phones', 'endpoints', 'groups'] as const).map((what) => ({ what, why: DENIED })) });
    for (const title of ['Devices', 'Computers and browsers', 'Groups']) {
      const section = within(panel).getByRole('heading', { name: title }).closest('section');
      expect(section?.textContent.replaceAll(/\s+/g, ' ').trim(), title).toMatch(new RegExp(`^${title} ?Not evaluated: needs read resource$`));
    }
  });

  it('shows a name that a user has twice', async () => {
    const { panel } = await openFirst({ aliases: ['amara', 'amara'] });
    expect(panel.textContent).toContain('amara, amara');
  });

  it('goes along with the arrow keys', async () => {
    const { backend, user } = await openFirst({});
    await user.keyboard('{ArrowDown}');
    await waitFor(() => {
      const users = backend.calls.filter(({ name }) => name === 'user_detail').map(({ args }) => (args as { user_id: string }).user_id);
      expect(new Set(users).size).toBe(2);
    });
  });
});

describe('policies', () => {
  it('show what lets users in, and where', async () => {
    open('#/client/c5/policies');
    const grid = await screen.findByRole('grid', { name: 'Policies' });
    const row = within(grid).getByText('Displays').closest('[role="row"]');
    expect(row?.textContent).toMatch(/Zoom: Contractors.*Lets in without MFA/);
  });
});
