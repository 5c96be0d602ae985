import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { figure, saving, whereTo, word } from '$views/findings/words';
import { open } from './window';

describe('the findings of a client', () => {
  it('stand gravest first, with how many there are of each', async () => {
    open('#/client/c5/findings');
    const grid = await screen.findByRole('grid', { name: 'Findings' });
    expect(await within(grid).findByText('User in bypass')).toBeTruthy();
    await waitFor(() => expect(screen.getByRole('radio', { name: /^High\s*4$/ })).toBeTruthy());
    expect(screen.getByRole('radio', { name: /^Medium\s*3$/ })).toBeTruthy();
  });

  it('are narrowed to one severity', async () => {
    const { user } = open('#/client/c5/findings');
    const grid = await screen.findByRole('grid', { name: 'Findings' });
    await within(grid).findByText('User in bypass');
    await user.click(await screen.findByRole('radio', { name: /^Low/ }));
    expect(await within(grid).findByText('Dormant')).toBeTruthy();
    await waitFor(() => expect(within(grid).queryByText('User in bypass')).toBeNull());
  });

  it('say what they mean, what to do and where it is', async () => {
    const { user } = open('#/client/c5/findings');
    const grid = await screen.findByRole('grid', { name: 'Findings' });
    await user.dblClick(await within(grid).findByText('User in bypass'));
    const panel = within(await screen.findByRole('complementary', { name: 'User in bypass' }));
    expect([panel.getByText('What bypass_user means.'), panel.getByText('What to do about bypass_user.')]).toHaveLength(2);
    expect(panel.getByRole('link', { name: 'Show where it is' }).getAttribute('href')).toBe('#/client/c5/users?user=DU1');
  });

  it('are one press from the overview', async () => {
    const { user } = open('#/client/c5/overview');
    await user.click(await screen.findByRole('link', { name: 'All findings' }));
    expect(await screen.findByRole('heading', { name: 'Findings' })).toBeTruthy();
  });

  it('are told in words; what is not known stays as it came', () => {
    expect(figure({ figure: 9, unit: 'seats' })).toBe('9 seats');
    expect(figure({ figure: null, unit: '' })).toBeNull();
    expect(saving({ money_hundredths: 64_800, currency: 'CHF', money_per: 'year' })).toBe('CHF 648 a year');
    expect(saving({ money_hundredths: null })).toBeNull();
    expect(word('finding', 'something_new')).toBe('something_new');
    expect(whereTo('c5', { subject_kind: 'data_set', subject_id: 'users' })).toBe('#/client/c5/sync');
    expect(whereTo('c5', { kind: 'telephony_low', subject_kind: 'account', subject_id: null })).toBe('#/client/c5/telephony');
    expect(whereTo('c5', { subject_kind: 'something_new', subject_id: null })).toBe('#/client/c5/overview');
  });
});
