import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { NotEvaluatedReason, ViewRows } from '$lib/generated/contract';
import { kindWord, reasonWord, signInOf, stateWord } from '$views/trust/words';
import { answers } from '../fixtures/answers';
import { NOW, open } from './window';


function asked(calls: readonly { name: string; args: unknown }[], view: string): ViewRows['query'] | undefined {
  return (calls.filter(({ name, args }) => name === 'view_rows' && (args as ViewRows).view === view).at(-1)?.args as ViewRows | undefined)?.query;
}

/** The page of a client whose Trust Monitor could not be read, and why. */
function unread(why: NotEvaluatedReason) {
  const given = answers(NOW);
  return open('#/client/c5/trust', {
    view_rows: async (args) => {
      const page = await given.view_rows?.(args);
      if (!page) throw new Error('no page');
      return { ...page, rows: null, total: 0, not_evaluated: [{ what: 'trust_monitor', why }] };
    },
  });
}

describe('Trust Monitor', () => {
  it('shows the newest first and narrows by kind, reason, state and priority', async () => {
    const { user, backend } = open('#/client/c5/trust');
    expect(await screen.findAllByText('New country', undefined)).not.toHaveLength(0);
    expect(asked(backend.calls, 'trust_monitor')?.sort).toEqual({ column: 'surfaced', descending: true });
    await user.click(await screen.findByRole('radio', { name: /^Sign-in/ }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Why' }), 'NEW_COUNTRY_CODE');
    await user.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'new');
    await user.click(screen.getByRole('button', { name: 'Priority', pressed: false }));
    expect(asked(backend.calls, 'trust_monitor')?.filter).toEqual([
      { column: 'kind', op: 'eq', value: 'auth' },
      { column: 'reasons', op: 'eq', value: 'NEW_COUNTRY_CODE' },
      { column: 'state', op: 'eq', value: 'new' },
      { column: 'priority', op: 'eq', value: 'true' },
    ]);
  });

  it('has the sign-in of an event in its panel, and the way to it in the log', async () => {
    const { user } = open('#/client/c5/trust');
    await user.dblClick(await screen.findByText('user001', undefined));
    const panel = await screen.findByRole('complementary', { name: 'user001' });
    expect(within(panel).getByText('Too far for the time between')).toBeTruthy();
    expect(within(panel).getByText('New device')).toBeTruthy();
    const link = await within(panel).findByRole('link', { name: 'Show it among the sign-ins' });
    const query = new URLSearchParams((link as HTMLAnchorElement).hash.split('?')[1]);
    expect((JSON.parse(query.get('filter') ?? '[]') as { column: string; value: string }[])[0]).toEqual({ column: 'txid', op: 'eq', value: 'tx-80' });
    expect(within(panel).getByText(/Geneva, Switzerland/)).toBeTruthy();
  });

  it('says when the sign-in is not stored, and who set a bypass status', async () => {
    const { user } = open('#/client/c5/trust');
    await user.dblClick(await screen.findByText('user004', undefined));
    expect(await screen.findByText('This sign-in is not in the stored log.')).toBeTruthy();
    await user.dblClick(screen.getByText('user003'));
    const panel = await screen.findByRole('complementary', { name: 'user003' });
    expect(within(panel).getByText('Set by Olive Owner')).toBeTruthy();
    expect(within(panel).getByText('No reason given')).toBeTruthy();
  });

  it('gives the focus back to the row when its panel is closed', async () => {
    const { user } = open('#/client/c5/trust');
    const [cell] = await screen.findAllByRole('gridcell', { name: 'user001' });
    if (!cell) throw new Error('no cell');
    await user.click(cell);
    await user.keyboard('{Enter}');
    const panel = await screen.findByRole('complementary', { name: 'user001' });
    within(panel).getByRole('button', { name: 'Close panel' }).focus();
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('complementary', { name: 'user001' })).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(cell));
  });

  it('says that the edition lacks it, and offers nothing to mend there', async () => {
    unread({ code: 'not_in_edition', data_set: 'trust_monitor' });
    expect(await screen.findByText(/this Duo edition lacks: Trust Monitor/, undefined)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Show what is missing' })).toBeNull();
    expect(screen.getByRole('radio', { name: 'All' })).toBeTruthy();
  });

  it('says what is missing where the right is', async () => {
    unread({ code: 'permission_missing', permission: 'read_log' });
    expect(await screen.findByText(/Duo did not grant/, undefined)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Show what is missing' })).toHaveProperty('hash', '#/client/c5/sync');
  });

  it('says that it was not read yet', async () => {
    unread({ code: 'never_synced', data_set: 'trust_monitor' });
    expect(await screen.findByText('Not read yet: Trust Monitor. Sync now.', undefined)).toBeTruthy();
  });
});

describe('its words', () => {
  it('are plain, and spelled out where Duo has new ones', () => {
    expect([reasonWord('NEW_COUNTRY_CODE'), reasonWord('SOMETHING_NEW'), kindWord('auth'), kindWord(null), stateWord('processed')]).toEqual(['New country', 'Something new', 'Sign-in', '–', 'Processed']);
  });

  it('look for a sign-in in the week before it was surfaced', () => {
    expect(signInOf('tx', '2026-11-21T14:02:00Z').map(({ column, op, value }) => `${column} ${op} ${value}`)).toEqual(['txid eq tx', 'ts ge 2026-11-14T14:02:00.000Z', 'ts le 2026-11-22T14:02:00.000Z']);
  });
});
