import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { open } from './window';

function said(): string[] {
  return screen.getAllByRole('status').map((node) => node.textContent.trim());
}

it('counts the rows aloud once somebody searches, and not before', async () => {
  const { user } = open('#/client/c5/users');
  await screen.findByRole('grid', { name: 'Users' });
  expect(said().filter((text) => /rows?$/.test(text))).toEqual([]);
  await user.type(screen.getByRole('searchbox'), 'finch');
  await waitFor(() => expect(said().filter((text) => /^\d+ rows?$/.test(text))).toHaveLength(1));
});

it('offers the sync where nothing was read yet', async () => {
  const never = { what: 'users', why: { code: 'never_synced', data_set: 'users' } } as const;
  const { user, backend } = open('#/client/c5/users', { view_rows: () => ({ view: 'users', as_of: null, total: 0, rows: null, next: null, read_back_to: null, gaps: [], not_evaluated: [never] }) });
  await user.click(await screen.findByRole('button', { name: 'Sync now' }));
  await waitFor(() => expect(backend.calls.some(({ name }) => name === 'sync_start')).toBe(true));
  expect(screen.queryByText(/shown$/)).toBeNull();
});

it('speaks of no filter that nobody set', async () => {
  open('#/client/c5/saas', { view_rows: () => ({ view: 'apps', as_of: null, total: 0, rows: [], next: null, read_back_to: null, gaps: [], not_evaluated: [] }), view_counts: () => [] });
  expect(await screen.findByText('No applications in Duo.')).toBeTruthy();
});

it('finds bypass codes that have lain about', async () => {
  const { user, backend } = open('#/client/c5/bypass');
  await user.click(await screen.findByRole('button', { name: '30 days or older' }));
  await waitFor(() => expect(JSON.stringify(backend.calls.findLast(({ name }) => name === 'view_rows')?.args)).toContain('"age_days"'));
});

it('leads back into the table from the bar that clears the selection', async () => {
  const { user } = open('#/client/c5/users');
  const grid = await screen.findByRole('grid', { name: 'Users' });
  await user.click((await within(grid).findAllByRole('checkbox'))[1] as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Clear selection' }));
  await waitFor(() => expect(grid.contains(document.activeElement)).toBe(true));
});
