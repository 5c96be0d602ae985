import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { NetworkSettingsSet } from '$lib/generated/contract';
import { open } from './window';

function saved(calls: readonly { name: string; args: unknown }[]): NetworkSettingsSet['settings'] | undefined {
  return (calls.findLast(({ name }) => name === 'network_settings_set')?.args as NetworkSettingsSet | undefined)?.settings;
}

describe('limits of the network', () => {
  it('are what is stored, and are saved as they are entered', async () => {
    const { backend, user } = open('#/settings/network');
    const check = await screen.findByLabelText<HTMLInputElement>('Check waits');
    const sync = screen.getByLabelText<HTMLInputElement>('Sync waits');
    await waitFor(() => expect([check.value, sync.value]).toEqual(['10', '120']));
    await user.click(within(screen.getByRole('group', { name: 'Clients at once' })).getByRole('radio', { name: '2' }));
    await fireEvent.input(check, { target: { value: '25' } });
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(saved(backend.calls)).toMatchObject({ at_once: 2, check_seconds: 25, sync_seconds: 120 }));
  });

  it('say their bounds where they are left', async () => {
    open('#/settings/network');
    const sync = await screen.findByLabelText<HTMLInputElement>('Sync waits');
    await waitFor(() => expect(sync.value).toBe('120'));
    await fireEvent.input(sync, { target: { value: '600' } });
    expect(await screen.findByText('A whole number from 30 to 120.')).toBeTruthy();
    expect(sync.getAttribute('aria-invalid')).toBe('true');
  });
});
