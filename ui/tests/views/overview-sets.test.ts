import { screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { DataSet, DataSetState, DataSetStatus, Overview } from '$lib/generated/contract';
import { folded } from '$views/common/data-sets';
import { answers, dataSets } from '../fixtures/answers';
import { NOW, open } from './window';

const sets = (...states: readonly [DataSet, DataSetState, string?][]): DataSetStatus[] =>
  states.map(([data_set, state, as_of]) => ({ ...dataSets('', '')[0], data_set, state, as_of: as_of ?? null }) as DataSetStatus);
const MANY = sets(
  ['account', 'done', '2026-11-21T10:00:00Z'], ['users', 'done', '2026-11-20T10:00:00Z'], ['groups', 'running'], ['phones', 'done', '2026-11-21T10:00:00Z'], ['tokens', 'denied'],
  ['policies', 'failed'], ['trust_monitor', 'not_in_edition'], ['endpoints', 'not_offered'], ['admins', 'partial', '2026-11-21T10:00:00Z'],
);

describe('the data sets of the overview', () => {
  it('show trouble first, the gravest before the others, and fold what is as it should be', () => {
    const { first, rest, complete, absent, oldest } = folded(MANY);
    expect(first.map(({ data_set }) => data_set)).toEqual(['policies', 'admins', 'tokens', 'groups']);
    expect(rest.map(({ data_set }) => data_set)).toEqual(['account', 'users', 'phones', 'trust_monitor', 'endpoints']);
    expect([complete, absent, oldest]).toEqual([3, 2, '2026-11-20T10:00:00Z']);
  });

  it('fold nothing while they are few', () => {
    const { first, rest } = folded(MANY.slice(0, 8));
    expect([first.length, rest.length]).toEqual([8, 0]);
  });

  it('keep what was set aside open, and count what waits for its turn', () => {
    const { first, rest, waiting, absent } = folded([...MANY, ...sets(['webauthn', 'waiting'], ['bypass_codes', 'done'])].map((set) => (set.data_set === 'bypass_codes' ? { ...set, quarantined: 1 } : set)));
    expect(first.at(-1)?.data_set).toBe('bypass_codes');
    expect([rest.length, waiting, absent]).toEqual([6, 1, 2]);
  });

  it('come whole at the press of a button', async () => {
    const given = await answers(NOW).overview?.({ client: 'c5' });
    const { user } = open('#/client/c5/overview', { overview: () => ({ ...(given as Overview), data_sets: MANY }) });
    const button = await screen.findByRole('button', { name: 'Show all', expanded: false });
    const section = button.closest('section');
    if (!section) throw new Error('no section');
    const list = within(section);
    expect([list.getByText('3 complete'), list.getByText('2 not offered'), list.getByText('Policies')]).toHaveLength(3);
    expect(list.queryByText('Phones')).toBeNull();
    await user.click(button);
    expect(list.getByText('Phones')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Show fewer', expanded: true })).toBeTruthy();
  });
});

describe('the overview that is awaited', () => {
  const shape = (): number[] => ['.fig', '.over > section'].map((part) => document.querySelectorAll(`main ${part}`).length);

  it('has as many figures and parts as what comes, and says nothing of them', async () => {
    let come: (overview: Overview) => void = () => undefined;
    open('#/client/c5/overview', { overview: () => new Promise<Overview>((resolve) => { come = resolve; }) });
    const busy = (await screen.findByRole('region', { name: 'Figures' })).closest('[aria-busy="true"]');
    expect(busy?.textContent.trim()).toBe('Loading');
    const awaited = shape();
    expect(awaited).toEqual([7, 6]);
    come((await answers(NOW).overview?.({ client: 'c5' })) as Overview);
    await screen.findByText('gravest first');
    expect(busy?.isConnected).toBe(false);
    expect(shape()).toEqual(awaited);
  });
});
