import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Commands, LicenceReview } from '$lib/generated/contract';
import { answers } from '../fixtures/answers';
import { refuse } from '../fixtures/backend';
import { NOW, open } from './window';

async function dialog(user: ReturnType<typeof open>['user'], button: string, title: string) {
  await user.click(await screen.findByRole('button', { name: button }));
  return within(await screen.findByRole('dialog', { name: title }));
}

describe('old events', () => {
  it('says what it will do, does it, and says what it did', async () => {
    const { backend, user } = open('#/settings/data');
    const box = await dialog(user, 'Delete old events now…', 'Delete old events now');
    expect(await box.findByText(/^12.?480 events of 1 client, the oldest of /)).toBeTruthy();
    expect(box.getByText('A sync is running: it deletes by itself.')).toBeTruthy();
    expect(backend.calls.some(({ name }) => name === 'purge')).toBe(false);
    await user.click(box.getByRole('button', { name: /^Delete 12.?480 events$/ }));
    expect(await box.findByText(/^12.?480 events deleted, .* given back to the disk\.$/)).toBeTruthy();
    expect(box.getByText('A sync of this client is already running.')).toBeTruthy();
    await user.click(box.getAllByRole('button', { name: 'Close' }).at(-1) as HTMLElement);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('has nothing to do where nothing is too old', async () => {
    const { user } = open('#/settings/data', { purge_look: () => [] });
    const box = await dialog(user, 'Delete old events now…', 'Delete old events now');
    expect(await box.findByText(/^Nothing to do/)).toBeTruthy();
    expect(box.queryByRole('button', { name: /^Delete/ })).toBeNull();
  });

  it('offers the space alone', async () => {
    const { user } = open('#/settings/data', { purge_look: () => [{ client: 'c1', name: 'A', log_days: 0, events: 0, oldest: null, unused: 9_000_000, code: null }] });
    const box = await dialog(user, 'Delete old events now…', 'Delete old events now');
    expect(await box.findByRole('button', { name: 'Give the space back' })).toBeTruthy();
    expect(box.getByText('Without end')).toBeTruthy();
  });
});

describe('a backup', () => {
  it('says before that no secret is in it, and after what is not', async () => {
    const { user } = open('#/settings/data');
    const box = await dialog(user, 'Save a backup…', 'Save a backup');
    expect(box.getByText(/Secret keys are never in it/)).toBeTruthy();
    await user.click(box.getByRole('button', { name: 'Save the backup' }));
    expect(await box.findByText(/^8 clients saved/)).toBeTruthy();
    expect(box.getByText('/home/tech/Documents/tandem-backup-2026-11-22.zip')).toBeTruthy();
    expect(box.getByText(/its data is not in the backup/)).toBeTruthy();
  });

  it('is not said to be saved when no place was chosen', async () => {
    const { user } = open('#/settings/data', { backup_make: () => ({ path: null, clients: 0, bytes: 0, left_out: [] }) });
    const box = await dialog(user, 'Save a backup…', 'Save a backup');
    await user.click(box.getByRole('button', { name: 'Save the backup' }));
    await waitFor(() => expect(box.getByRole('button', { name: 'Save the backup' }).getAttribute('aria-busy')).not.toBe('true'));
    expect(box.queryByText(/saved/)).toBeNull();
  });
});

describe('restoring', () => {
  it('shows what a backup holds and adds what is picked of it', async () => {
    const { backend, user } = open('#/settings/data');
    const box = await dialog(user, 'Restore from a backup…', 'Restore from a backup');
    expect(box.getByRole<HTMLButtonElement>('button', { name: 'Restore' }).title).toBe('Nothing is picked.');
    await user.click(box.getByRole('button', { name: 'Choose a backup…' }));
    const boxes = await box.findAllByRole<HTMLInputElement>('checkbox');
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([[true, false], [true, false], [false, true], [false, false]]);
    expect(box.getByText('This account is already saved as "Aldgate Dental".')).toBeTruthy();
    await user.click(boxes[0] as HTMLInputElement);
    await user.click(box.getByRole('button', { name: 'Restore 1 client' }));
    expect(await box.findByText('1 client restored.')).toBeTruthy();
    expect(box.getByText(/waits for its secret key/)).toBeTruthy();
    expect(backend.calls.find(({ name }) => name === 'backup_restore')?.args).toEqual({ clients: ['r2'], settings: false });
  });

  it('says why a file cannot be restored from', async () => {
    const { user } = open('#/settings/data', {
      backup_look: () => {
        throw refuse('BACKUP_DAMAGED');
      },
    });
    const box = await dialog(user, 'Restore from a backup…', 'Restore from a backup');
    await user.click(box.getByRole('button', { name: 'Choose a backup…' }));
    expect(await box.findByText(/^This backup is damaged or was changed\. Nothing was restored\. Copy the file anew/)).toBeTruthy();
  });

  it('names the file that was kept aside', async () => {
    const { user } = open('#/settings/data', { backup_restore: ({ clients }) => ({ clients, waiting: 0, aside: ['/data/clients/x.db.replaced-1'] }) });
    const box = await dialog(user, 'Restore from a backup…', 'Restore from a backup');
    await user.click(box.getByRole('button', { name: 'Choose a backup…' }));
    await user.click(await box.findByRole('button', { name: 'Restore 2 clients' }));
    expect(await box.findByText('/data/clients/x.db.replaced-1')).toBeTruthy();
  });
});

describe('the price book', () => {
  it('is kept by plan, and says what is no price', async () => {
    const { backend, user } = open('#/settings/licences');
    const msp = within(await screen.findByRole('group', { name: 'Managed-service (MSP)' }));
    const premier = within(screen.getByRole('group', { name: 'Premier' }));
    expect(msp.getByLabelText<HTMLInputElement>('Price of a seat').value).toBe('3.10');
    await user.clear(msp.getByLabelText('Price of a seat'));
    await user.type(premier.getByLabelText('Price of a seat'), '9,50');
    await user.click(screen.getByRole('button', { name: 'Save the price book' }));
    expect(await premier.findByText(/^Enter an amount/)).toBeTruthy();
    expect(backend.calls.some(({ name }) => name === 'price_book_set')).toBe(false);
    await user.type(premier.getByLabelText('Currency'), 'chf');
    await user.click(screen.getByRole('button', { name: 'Save the price book' }));
    await waitFor(() => expect(backend.calls.find(({ name }) => name === 'price_book_set')?.args).toEqual({
      prices: [
        { plan: 'advantage', price_hundredths: 520, currency: 'CHF', model: 'pay_per_user', entered_at: null },
        { plan: 'premier', price_hundredths: 950, currency: 'CHF', model: 'pay_per_user', entered_at: null },
      ],
    }));
  });

  it('proposes a price, which is used only by who takes it', async () => {
    const made = answers(NOW).licence_review as (args: Commands['licence_review']['args']) => LicenceReview;
    const { backend, user } = open('#/client/c5/licences', { licence_review: (args) => ({ ...made(args), terms: null }) });
    await user.click((await screen.findAllByRole('button', { name: 'Seats and price' }))[0] as HTMLElement);
    const box = within(await screen.findByRole('dialog', { name: 'Seats and price' }));
    expect(await box.findByText(/^From your price book, entered .*: Advantage, .*5\.20.* a user and month\.$/)).toBeTruthy();
    const price = box.getByLabelText<HTMLInputElement>('Price of a seat');
    expect(price.value).toBe('');
    await user.click(box.getByRole('button', { name: 'Use this price' }));
    expect([price.value, box.getByLabelText<HTMLInputElement>('Currency').value]).toEqual(['5.20', 'CHF']);
    expect(box.queryByRole('button', { name: 'Use this price' })).toBeNull();
    expect(backend.calls.some(({ name }) => name === 'licence_terms_set')).toBe(false);
  });

  it('proposes nothing where a price was entered', async () => {
    const { backend, user } = open('#/client/c5/licences');
    await user.click(await screen.findByRole('button', { name: 'Edit' }));
    await screen.findByRole('dialog', { name: 'Seats and price' });
    expect(backend.calls.some(({ name }) => name === 'price_proposal')).toBe(false);
  });
});
