import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { NotEvaluatedReason, ViewRows } from '$lib/generated/contract';
import { text } from '$lib/rows/cells';
import { answers } from '../fixtures/answers';
import { refuse } from '../fixtures/backend';
import { NOW, open } from './window';

function asked(calls: readonly { name: string; args: unknown }[], view: string): ViewRows['query'] | undefined {
  const all = calls.filter(({ name, args }) => name === 'view_rows' && (args as ViewRows).view === view);
  return (all.at(-1)?.args as ViewRows | undefined)?.query;
}

describe('devices', () => {
  it('asks for its first rows once', async () => {
    const { backend } = open('#/client/c5/devices');
    expect(await screen.findAllByText('Phone')).not.toHaveLength(0);
    expect(backend.calls.filter(({ name, args }) => name === 'view_rows' && (args as ViewRows).view === 'devices')).toHaveLength(1);
  });

  it('shows every kind in one table and narrows to one', async () => {
    const { user, backend } = open('#/client/c5/devices');
    expect(await screen.findAllByText('Phone')).not.toHaveLength(0);
    await user.click(await screen.findByRole('radio', { name: /^Passkeys/ }));
    expect(asked(backend.calls, 'devices')?.filter).toEqual([{ column: 'kind', op: 'eq', value: 'passkey' }]);
    expect(await screen.findAllByText('Office key')).not.toHaveLength(0);
  });

  it('finds devices without an owner and shared ones', async () => {
    const { user, backend } = open('#/client/c5/devices');
    await user.click(await screen.findByRole('button', { name: 'No owner' }));
    expect(asked(backend.calls, 'devices')?.filter).toEqual([{ column: 'unassigned', op: 'eq', value: 'true' }]);
    await user.click(screen.getByRole('button', { name: 'No owner' }));
    await user.click(screen.getByRole('button', { name: 'Shared' }));
    expect(asked(backend.calls, 'devices')?.filter).toEqual([{ column: 'owners', op: 'ge', value: '2' }]);
  });

  it('opens a panel with the owner, the state and the id', async () => {
    const { user } = open('#/client/c5/devices');
    const [cell] = await screen.findAllByText('Apple iPhone 15');
    if (!cell) throw new Error('no row');
    await user.dblClick(cell);
    const panel = await screen.findByRole('complementary', { name: /\+41 555/ });
    within(panel).getByText('State of the device');
    within(panel).getByText(/^DP\d+$/);
  });

  it('holds versions against the newest seen, narrows to those out of date, and says what phones do not tell', async () => {
    const { user, backend } = open('#/client/c5/devices');
    await user.click(await screen.findByRole('button', { name: 'System versions' }));
    const panel = await screen.findByRole('complementary', { name: 'System versions' });
    within(panel).getByText(/phones: Duo tells their platform, not the version/);
    const old = await within(panel).findByRole('button', { name: /^Windows/ });
    await user.click(old);
    const narrowed = [{ column: 'platform', op: 'eq', value: 'Windows' }, { column: 'standing', op: 'eq', value: 'out_of_date' }];
    await waitFor(() => expect(asked(backend.calls, 'devices')?.filter).toEqual(narrowed));
    await waitFor(() => expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(Number(old.textContent.replace(/\D/g, '')) + 1)));
    const filter = screen.getByRole('button', { name: 'Out of date' });
    expect(filter.getAttribute('aria-pressed')).toBe('true');
    await user.click(old);
    await waitFor(() => expect(filter.getAttribute('aria-pressed')).toBe('false'));
    expect(old.getAttribute('aria-pressed')).toBe('false');
  });
});

describe('endpoints', () => {
  it('shows the state of each and filters by it', async () => {
    const { user, backend } = open('#/client/c5/endpoints');
    await screen.findByText('No user known', { selector: 'bdi' });
    await user.click(screen.getByRole('button', { name: 'Disk not encrypted' }));
    expect(asked(backend.calls, 'endpoints')?.filter).toEqual([{ column: 'encryption', op: 'eq', value: 'off' }]);
  });

  it('says of each version how it stands to the newest seen', async () => {
    open('#/client/c5/endpoints');
    expect(await screen.findAllByText('One behind')).not.toHaveLength(0);
    expect(screen.getAllByText('Newest')).not.toHaveLength(0);
  });

  it('does not call unknown what is known without Duo Desktop', async () => {
    const { user } = open('#/client/c5/endpoints');
    const [system] = await screen.findAllByText('iOS', { selector: '[role=gridcell] *' });
    if (!system) throw new Error('no row');
    await user.dblClick(system);
    const unknown = (await screen.findByText(/Without Duo Desktop on the computer/)).closest('section');
    expect(unknown?.textContent).toContain('Firewall');
    expect(unknown?.textContent).not.toContain('Against newest');
    screen.getByText('Against newest', { selector: 'dt' });
  });

  const reasons: readonly (readonly [NotEvaluatedReason, string])[] = [
    [{ code: 'permission_missing', permission: 'read_resource' }, 'read resource'],
    [{ code: 'not_in_edition', data_set: 'endpoints' }, 'this Duo edition lacks'],
    [{ code: 'not_offered', data_set: 'endpoints' }, 'Duo does not offer this'],
  ];
  it.each(reasons)('says why there are none: %o', async (why, words) => {
    open('#/client/c5/endpoints', {
      view_rows: ({ view }) => ({ view, as_of: null, total: 0, rows: null, next: null, read_back_to: null, gaps: [], not_evaluated: [{ what: 'endpoints', why }] }),
    });
    expect(await screen.findAllByText(new RegExp(words))).not.toHaveLength(0);
  });

  it('shows the part that Duo lists and says that it is a part', async () => {
    const given = answers(NOW);
    open('#/client/c5/endpoints', {
      view_rows: async (args) => {
        const page = await given.view_rows?.(args);
        if (!page) throw new Error('no page');
        return { ...page, not_evaluated: [{ what: 'endpoints', why: { code: 'truncated', data_set: 'endpoints' } }] };
      },
    });
    await screen.findByText(/listed in part/);
    expect(screen.getAllByText('Windows').length).toBeGreaterThan(0);
  });
});

describe('the resulting policy', () => {
  it('is asked for one application and told in Duo\'s words', async () => {
    const [first] = (await answers(NOW).view_rows?.({ client: 'c5', view: 'users', query: { filter: [], search: null, sort: null, offset: 0, limit: 1, after: null } }))?.rows ?? [];
    const { user, backend } = open(`#/client/c5/users?user=${text(first ?? {}, 'user_id') ?? ''}`);
    const select = await screen.findByRole('combobox', { name: 'Choose an application' });
    await user.selectOptions(select, await within(select).findByRole('option', { name: 'Microsoft 365' }));
    await user.click(screen.getByRole('button', { name: 'Ask Duo' }));
    await screen.findByText('Remote access');
    screen.getByText('new user behavior');
    const call = backend.calls.find(({ name }) => name === 'policy_result');
    expect(call?.args).toMatchObject({ client: 'c5', user_id: first?.['user_id'] });
  });

  it('says what Duo refused', async () => {
    const [first] = (await answers(NOW).view_rows?.({ client: 'c5', view: 'users', query: { filter: [], search: null, sort: null, offset: 0, limit: 1, after: null } }))?.rows ?? [];
    const { user } = open(`#/client/c5/users?user=${text(first ?? {}, 'user_id') ?? ''}`, { policy_result: () => Promise.reject(refuse('PERM_MISSING')) });
    const select = await screen.findByRole('combobox', { name: 'Choose an application' });
    await user.selectOptions(select, await within(select).findByRole('option', { name: 'Microsoft 365' }));
    await user.click(screen.getByRole('button', { name: 'Ask Duo' }));
    await screen.findByText(/not granted|did not grant|right/i, { selector: 'bdi' });
  });
});
