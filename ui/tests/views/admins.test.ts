import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { ViewRows } from '$lib/generated/contract';
import { settingValue } from '$views/admins/setting-words';
import { page } from '../fixtures/query';
import { open } from './window';

/** A machine that does other things too. */
const NOTHING = { filter: [], search: null, sort: null, offset: 0, limit: 0, after: null };

describe('administrators', () => {
  it('show who has no more than a phone, and filter by it', async () => {
    const { backend, user } = open('#/client/c5/admins');
    const grid = await screen.findByRole('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe('7');
    const desk = within(grid).getByText('Hedda Desk').closest('[role="row"]');
    expect(desk?.textContent).toContain('Front office');
    await user.click(screen.getByRole('button', { name: 'No strong factor' }));
    await waitFor(() => expect(backend.calls.at(-1)?.args).toMatchObject({ view: 'admins', query: { filter: [{ column: 'strong', op: 'eq', value: 'false' }] } }));
  });

  it('tell in a panel what to do', async () => {
    const { user } = open('#/client/c5/admins');
    const grid = await screen.findByRole('grid');
    await user.dblClick(within(grid).getByText('Hedda Desk'));
    const panel = await screen.findByRole('complementary', { name: 'Hedda Desk' });
    expect(panel.textContent).toContain('Only a phone');
    expect(panel.textContent).toContain('Front office');
    await user.keyboard('{Escape}');
    expect(screen.queryByRole('complementary', { name: 'Hedda Desk' })).toBeNull();
  });

  it('say which right is missing in place of an empty table', async () => {
    const nothing = { ...page('admins', [], NOTHING), rows: null, not_evaluated: [{ what: 'admins', why: { code: 'permission_missing', permission: 'administrators' } as const }] };
    open('#/client/c5/admins', { view_rows: () => nothing });
    expect(await screen.findByText(/Duo did not grant "administrators"/)).toBeTruthy();
  });

  it('are kept apart from the units that limit them', async () => {
    const { user } = open('#/client/c5/admins');
    await user.click(await screen.findByRole('tab', { name: /Units/ }));
    const grid = await screen.findByRole('grid', { name: 'Administrative units' });
    expect(grid.textContent).toContain('Associates, Partners');
  });
});

describe('account settings', () => {
  it('are grouped, in words, with what is worth a look', async () => {
    const { user } = open('#/client/c5/admins?tab=settings');
    const area = await screen.findByRole('region', { name: 'Help desk' });
    expect(area.textContent).toContain('Any code');
    expect(area.textContent).toContain('The help desk may give out any bypass code.');
    expect(screen.getByRole('region', { name: 'Inactivity' }).textContent).toContain('180 days');
    await user.click(screen.getByRole('button', { name: 'Worth a look' }));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Lockout' })).toBeNull());
  });

  it('say what nought and nothing mean', () => {
    expect(settingValue('inactive_user_expiration', '0')).toBe('Never');
    expect(settingValue('inactive_user_expiration', '1000')).toMatch(/^1.000 days$/);
    expect(settingValue('lockout_expire_duration', null)).toBe('Only an administrator opens it');
    expect(settingValue('helpdesk_bypass_expiration', '0')).toBe('Without end');
    expect(settingValue('log_retention_days', null)).toBe('As long as Duo keeps them');
    expect(settingValue('push_enabled', null)).toBe('Not told');
    expect(settingValue('helpdesk_bypass', 'brand-new')).toBe('brand-new');
  });
});

describe('groups', () => {
  it('open their members, by the id of the group', async () => {
    const { backend, user } = open('#/client/c5/groups');
    const grid = await screen.findByRole('grid');
    await user.dblClick(within(grid).getByText('Contractors'));
    const panel = await screen.findByRole('complementary', { name: 'Contractors' });
    expect(panel.textContent).toContain('gets in without MFA');
    expect(await within(panel).findByText('Nobody is in this group.')).toBeTruthy();
    await user.dblClick(within(grid).getByText('Partners'));
    const partners = await screen.findByRole('complementary', { name: 'Partners' });
    expect((await within(partners).findAllByRole('link')).length).toBeGreaterThan(10);
    const asked = backend.calls.filter(({ name }) => name === 'view_rows').map(({ args }) => (args as Partial<ViewRows>).query?.filter);
    expect(asked).toContainEqual([{ column: 'group_ids', op: 'eq', value: 'DG0' }]);
  });
});

describe('the Trash', () => {
  it('is told of whom Duo moves there itself', async () => {
    const { user } = open('#/client/c5/licences');
    const grid = await screen.findByRole('grid');
    const opened: string[] = [];
    for (let at = 0; at < 6; at++) {
      grid.querySelector<HTMLElement>(`[data-cell="${String(at)}:0"]`)?.focus();
      await user.keyboard('{Enter}');
      const panel = await waitFor(() => screen.getAllByRole('complementary').find((one) => within(one).queryByText('Facts')));
      opened.push(panel?.textContent ?? '');
      await user.keyboard('{Escape}');
    }
    expect(opened.some((text) => text.includes('Duo will trash this one itself'))).toBe(true);
  });
});
