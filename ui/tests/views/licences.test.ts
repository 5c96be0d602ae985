import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { answers } from '../fixtures/answers';
import { NOW, open } from './window';

describe('licence review', () => {
  it('moves table and sums together with the idle days', async () => {
    const { backend, user } = open('#/client/c5/licences');
    const days = await screen.findByRole('textbox', { name: /Idle for at least/ });
    await user.clear(days);
    await user.type(days, '45{Tab}');
    await waitFor(() => {
      expect(backend.calls.findLast(({ name }) => name === 'licence_review')?.args).toMatchObject({ scenario: { idle_days: 45 } });
      expect(backend.calls.findLast(({ name }) => name === 'view_rows')?.args).toMatchObject({ view: 'licences', query: { idle_days: 45 } });
    });
    await user.click(screen.getByRole('button', { name: 'Back to the rules' }));
    await waitFor(() => expect((days as HTMLInputElement).value).toBe('90'));
  });

  it('names the edition in its head', async () => {
    open('#/client/c5/licences');
    expect(await screen.findByText('Duo Essentials · Prepaid, a year', { exact: false })).toBeTruthy();
  });

  it('names no edition that Duo does not tell', async () => {
    const given = answers(NOW).licence_review;
    if (!given) throw new Error('no review');
    open('#/client/c5/licences', { licence_review: async (args) => ({ ...(await given(args)), edition: null, terms: null }) });
    expect((await screen.findAllByText('Billable')).length).toBeGreaterThan(0);
    expect(screen.queryByText(/Essentials|Prepaid/)).toBeNull();
  });

  it('tells beside the billable users how many are enrolled, where that is known', async () => {
    const given = answers(NOW).licence_review;
    if (!given) throw new Error('no review');
    open('#/client/c5/licences', { licence_review: async (args) => ({ ...(await given(args)), enrolled: { value: 101 } }) });
    const card = (await screen.findAllByText('Billable')).map((node) => node.closest('.fig')).find((fig) => fig !== null);
    expect(card?.textContent).toContain('114(101 enrolled)');
  });

  it('counts nothing where users could not be read', async () => {
    const given = answers(NOW).licence_review;
    if (!given) throw new Error('no review');
    open('#/client/c5/licences', {
      licence_review: async (args) => {
        const review = await given(args);
        const none = { not_evaluated: { code: 'permission_missing', permission: 'read_resource' } } as const;
        return { ...review, billable: none, reclaimable: none, waste: none, lanes: review.lanes.map(({ lane }) => ({ lane, users: 0 })), excluded: 0, expired: 0, client_decision: 0, ticks: [], saving: null };
      },
      licence_duplicates: () => ({ total: 0, groups: [] }),
    });
    const tabs = within(await screen.findByRole('tablist', { name: 'Licence review' })).getAllByRole('tab');
    expect(tabs.slice(0, 3).map(({ textContent }) => textContent)).toEqual(['Candidates', 'Excluded', 'Duplicates']);
    const lanes = screen.getByRole('group', { name: 'Lane' });
    expect(lanes.textContent).not.toMatch(/\d/);
    expect(screen.getByRole('complementary', { name: 'What if' }).textContent).toMatch(/Ready, always counted\s*–/);
  });

  it('counts a reason that is ticked', async () => {
    const { backend, user } = open('#/client/c5/licences');
    const panel = await screen.findByRole('complementary', { name: 'What if' });
    await user.click(within(panel).getByRole('checkbox', { name: 'Never enrolled' }));
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'licence_review')?.args).toMatchObject({ scenario: { reasons: ['not_enrolled'] } }));
  });

  it('excludes with a note, and takes it back', async () => {
    const { backend, user } = open('#/client/c5/licences');
    const grid = await screen.findByRole('grid');
    await user.click((await within(grid).findAllByRole('checkbox'))[1] as HTMLElement);
    await user.click(await screen.findByRole('button', { name: 'Exclude' }));
    const dialog = await screen.findByRole('dialog');
    await user.click(within(dialog).getByRole('button', { name: 'Exclude' }));
    expect(await within(dialog).findByText('A note is needed.')).toBeTruthy();
    await user.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'Back in May');
    await user.click(within(dialog).getByRole('button', { name: 'Exclude' }));
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'licence_decide')?.args).toMatchObject({ note: 'Back in May', by: 'J. Marsh', client_decision: false }));
    // The button that opened the dialog is gone with the selection.
    await waitFor(() => expect(screen.getByRole('grid').contains(document.activeElement)).toBe(true));
    await user.click(await screen.findByRole('button', { name: /Undo/ }));
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'licence_restore')?.args).toMatchObject({ before: [] }));
  });

  it('shows the first of many duplicates, and more of them when asked', async () => {
    const shown = { username: 'jdoe', realname: 'Jo Doe', last_seen: null, created: null };
    const { user } = open('#/client/c5/licences?tab=duplicates', {
      licence_duplicates: ({ limit }) => ({
        total: 250,
        groups: Array.from({ length: Math.min(limit, 250) }, (_, at) => ({ by: 'username', key: `jdoe${at}`, kept: { ...shown, user_id: `DU${at}` }, flagged: [{ ...shown, user_id: `DV${at}` }] })),
      }),
    });
    expect(await screen.findByText('200 of 250 shown')).toBeTruthy();
    expect(screen.getByRole('tab', { name: /Duplicates/ }).textContent).toContain('250');
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await screen.findByText('jdoe249')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
  });

  it('tells an empty lane from filters that leave nothing', async () => {
    const { user } = open('#/client/c5/licences', { view_rows: ({ view }) => ({ view, as_of: null, total: 0, rows: [], next: null, read_back_to: null, gaps: [], not_evaluated: [] }) });
    expect(await screen.findByText('No candidates: every seat is in use.')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: /^Ready/ }));
    expect(await screen.findByText('Nobody is in this lane.')).toBeTruthy();
    await user.type(screen.getByRole('searchbox'), 'amara');
    expect(await screen.findByText('No match for 3 filters.')).toBeTruthy();
  });

  it('walks the tabs with the arrow keys', async () => {
    const { user } = open('#/client/c5/licences');
    (await screen.findByRole('tab', { name: /Candidates/ })).focus();
    await user.keyboard('{ArrowRight}');
    expect(await screen.findByText('Nobody is excluded.')).toBeTruthy();
    await user.keyboard('{ArrowRight}');
    expect((await screen.findAllByText('Kept')).length).toBeGreaterThan(0);
    await user.keyboard('{End}');
    expect(await screen.findByText('Strict, 30 days')).toBeTruthy();
  });

  it('tells why from a chip, for the days of the what-if', async () => {
    const { backend, user } = open('#/client/c5/licences');
    const grid = await screen.findByRole('grid');
    const chip = (await within(grid).findAllByRole('button', { name: 'Disabled' }))[0] as HTMLElement;
    await user.click(chip);
    expect(await screen.findByText(/A disabled user still takes a licence/)).toBeTruthy();
    expect(backend.calls.findLast(({ name }) => name === 'user_detail')?.args).toMatchObject({ idle_days: 90 });
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByText(/A disabled user still takes a licence/)).toBeNull());
    await waitFor(() => expect(document.activeElement).toBe(chip));
    await user.click(chip);
    await screen.findByText(/A disabled user still takes a licence/);
    expect(chip.getAttribute('aria-expanded')).toBe('true');
    await user.click(chip);
    await waitFor(() => expect(screen.queryByText(/A disabled user still takes a licence/)).toBeNull());
    expect(chip.getAttribute('aria-expanded')).toBe('false');
    const days = screen.getByRole('textbox', { name: /Idle for at least/ });
    await user.clear(days);
    await user.type(days, '45{Tab}');
    const cell = (await within(grid).findAllByRole('gridcell')).find((one) => within(one).queryByRole('button', { name: 'Disabled' }));
    cell?.focus();
    await user.keyboard('{F2}{Enter}');
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'user_detail')?.args).toMatchObject({ idle_days: 45 }));
  });

  it.each(['<img src=x onerror=alert(1)>', '\u202etxt.exe', "=cmd|' /C calc'!A0", 'nul\0in it', 'x'.repeat(10_000)])('shows a hostile name as text alone: %.20s', async (name) => {
    const given = answers(NOW);
    open('#/client/c5/licences', {
      view_rows: async (asked) => {
        const page = await given.view_rows?.(asked);
        if (page === undefined) throw new Error('no rows');
        return { ...page, rows: page.rows?.map((row) => ({ ...row, username: name })) ?? null };
      },
    });
    const grid = await screen.findByRole('grid');
    const shown = await waitFor(() => {
      const names = [...grid.querySelectorAll('[role=gridcell] bdi')].filter((one) => one.textContent === name);
      expect(names.length).toBeGreaterThan(0);
      return names;
    });
    for (const one of shown) expect(one.children).toHaveLength(0);
    expect(document.querySelector('img, script, svg[onload]')).toBeNull();
  });
});
