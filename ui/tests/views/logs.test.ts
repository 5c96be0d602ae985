import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { LogGap, ViewRows } from '$lib/generated/contract';
import { line, pairs, words } from '$views/activity/words';
import { firstOf } from '$views/common/last-days';
import { answers } from '../fixtures/answers';
import { NOW, open } from './window';

/** The first page to be opened is loaded first. */

function asked(calls: readonly { name: string; args: unknown }[], view: string): ViewRows['query'] | undefined {
  const all = calls.filter(({ name, args }) => name === 'view_rows' && (args as ViewRows).view === view);
  return (all.at(-1)?.args as ViewRows | undefined)?.query;
}

describe('activity', () => {
  it('shows the newest first and narrows to an action', async () => {
    const { user, backend } = open('#/client/c5/activity');
    expect(await screen.findAllByText('Admin login', undefined)).not.toHaveLength(0);
    expect(asked(backend.calls, 'activity')?.sort).toEqual({ column: 'ts', descending: true });
    await screen.findByRole('option', { name: /^Bypass create / });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Action' }), 'bypass_create');
    expect(asked(backend.calls, 'activity')?.filter).toEqual([{ column: 'action', op: 'eq', value: 'bypass_create' }]);
  });

  it('opens a panel in which what Duo tells as JSON is told in words', async () => {
    const { user } = open('#/client/c5/activity');
    const [cell] = await screen.findAllByText('Phone create', undefined);
    if (!cell) throw new Error('no row');
    await user.dblClick(cell);
    const panel = await screen.findByRole('complementary', { name: 'Phone create' });
    expect(within(panel).getByText('What Duo tells of it')).toBeTruthy();
    expect(within(panel).getByText('Email')).toBeTruthy();
  });

  it('has the older logs beside it', async () => {
    const { user, backend } = open('#/client/c5/activity');
    await user.click(await screen.findByRole('radio', { name: 'Administrator log' }));
    expect(await screen.findByRole('heading', { name: 'Administrator log' })).toBeTruthy();
    expect(asked(backend.calls, 'admin_log')).toBeDefined();
    await user.click(await screen.findByRole('radio', { name: 'Offline enrolment' }));
    expect(await screen.findAllByText('O2fa user provisioned')).not.toHaveLength(0);
  });
});

describe('telephony', () => {
  it('narrows to calls', async () => {
    const { user, backend } = open('#/client/c5/telephony');
    await screen.findByRole('option', { name: /^Phone / });
    await user.selectOptions(screen.getByRole('combobox', { name: 'Kind' }), 'phone');
    expect(asked(backend.calls, 'telephony')?.filter).toEqual([{ column: 'kind', op: 'eq', value: 'phone' }]);
  });
});

describe('the days of a log', () => {
  it('are picked by their number, or typed', async () => {
    const { user, backend } = open('#/client/c5/signins');
    const time = await screen.findByRole('combobox', { name: 'Time' });
    expect(screen.queryByRole('textbox', { name: 'From' })).toBeNull();
    await user.selectOptions(time, 'Last 7 days');
    const since = firstOf('7', new Date());
    await waitFor(() => expect(asked(backend.calls, 'signins')?.filter).toEqual([{ column: 'ts', op: 'ge', value: `${since}T00:00:00Z` }]));
    await user.selectOptions(time, 'Other days');
    const from = screen.getByRole('textbox', { name: 'From' });
    expect(from).toHaveProperty('value', since);
    await user.clear(from);
    await user.type(from, '2026-01-02');
    await user.tab();
    await waitFor(() => expect(asked(backend.calls, 'signins')?.filter).toEqual([{ column: 'ts', op: 'ge', value: '2026-01-02T00:00:00Z' }]));
  });

  it('of a link are shown as they are', async () => {
    const filter = JSON.stringify([{ column: 'ts', op: 'le', value: '2026-01-31T23:59:59.999Z' }]);
    const { user, backend } = open(`#/client/c5/activity?filter=${encodeURIComponent(filter)}`);
    expect(await screen.findByRole('textbox', { name: 'To' })).toHaveProperty('value', '2026-01-31');
    await user.selectOptions(screen.getByRole('combobox', { name: 'Time' }), 'Any time');
    await waitFor(() => expect(asked(backend.calls, 'activity')?.filter).toEqual([]));
    expect(screen.queryByRole('textbox', { name: 'To' })).toBeNull();
  });

  it('end today, and begin in UTC', () => {
    const now = new Date('2026-03-01T23:30:00-05:00');
    expect(firstOf('1', now)).toBe('2026-03-02');
    expect(firstOf('7', now)).toBe('2026-02-24');
    expect(firstOf('90', now)).toBe('2025-12-03');
  });
});

describe('a gap', () => {
  const gap: LogGap = { data_set: 'sign_ins', from: '2026-10-01T00:00:00Z', to: '2026-10-01T23:59:59.999Z', why: 'short', found_at: '2026-10-14T00:00:00Z', closed_at: null };

  it('is told over the sign-ins and under the table', async () => {
    const given = answers(NOW);
    open('#/client/c5/signins', {
      view_rows: async (args) => {
        const page = await given.view_rows?.(args);
        if (!page) throw new Error('no page');
        return { ...page, gaps: [gap] };
      },
    });
    expect(await screen.findByText(/Events are missing from the stored log.*Duo counts more events than it gives/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'See the sync page' })).toHaveProperty('hash', '#/client/c5/sync');
    expect(screen.getByText(/1 gap/)).toBeTruthy();
  });

  it('is not told where there is none', async () => {
    open('#/client/c5/signins');
    expect(await screen.findByRole('heading', { name: 'Sign-ins' })).toBeTruthy();
    expect(screen.queryByText(/Events are missing/)).toBeNull();
  });
});

describe('what Duo tells', () => {
  it('is read as words, and as pairs only where it is an object', () => {
    expect([words('phone_create'), words(null), words('')]).toEqual(['Phone create', '–', '–']);
    expect([words('FAILURE'), words('sms'), line('{"user_name":"ada","n":2}'), line('plain'), line(null)]).toEqual(['Failure', 'SMS', 'User name: ada · N: 2', 'plain', '']);
    expect(pairs('{"a":1,"b":null,"c":{"d":2},"e":"x","f":{"name":"Active"}}')).toEqual([['a', '1'], ['c', '{"d":2}'], ['e', 'x'], ['f', 'Active']]);
    expect([pairs('[1]'), pairs('plain'), pairs('{'), pairs(null)]).toEqual([null, null, null, null]);
  });
});
