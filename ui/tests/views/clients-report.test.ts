import { screen, waitFor, within } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { open } from './window';

it('makes one report of the clients that are selected', async () => {
  const { backend, user } = open('#/clients');
  const grid = await screen.findByRole('grid', { name: 'Clients' });
  const boxes = await within(grid).findAllByRole('checkbox', { name: /select/i });
  await user.click(boxes[1] as HTMLElement);
  await user.click(boxes[2] as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Report' }));
  const dialog = await screen.findByRole('dialog', { name: 'Seats and MFA, client by client' });
  expect(within(dialog).getByText(/clients that you selected: 2/)).toBeTruthy();
  await user.click(within(dialog).getByRole('checkbox', { name: /for the MSP only/ }));
  await user.click(within(dialog).getByRole('radio', { name: 'XLSX' }));
  await user.click(within(dialog).getByRole('button', { name: 'Save report' }));
  await waitFor(() => {
    const call = backend.calls.find(({ name }) => name === 'clients_report');
    expect(call?.args).toMatchObject({ msp: true, format: 'xlsx' });
    expect((call?.args as { clients: string[] }).clients).toHaveLength(2);
  });
  expect(await screen.findByText(/clients_summary\.html/)).toBeTruthy();
});

it('makes a PDF on the paper that is chosen', async () => {
  const { backend, user } = open('#/clients');
  const grid = await screen.findByRole('grid', { name: 'Clients' });
  await user.click((await within(grid).findAllByRole('checkbox', { name: /select/i }))[1] as HTMLElement);
  await user.click(await screen.findByRole('button', { name: 'Report' }));
  const dialog = await screen.findByRole('dialog', { name: 'Seats and MFA, client by client' });
  expect(within(dialog).queryByText('Page size')).toBeNull();
  await user.click(within(dialog).getByRole('radio', { name: 'PDF' }));
  await user.click(await within(dialog).findByRole('radio', { name: 'A4' }));
  await user.click(within(dialog).getByRole('button', { name: 'Save report' }));
  await waitFor(() => expect(backend.calls.find(({ name }) => name === 'clients_report')?.args).toMatchObject({ format: 'pdf', paper: 'a4' }));
});
