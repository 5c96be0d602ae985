import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { refuse } from '../fixtures/backend';
import { open } from './window';

const FILE = new File(['client,host,ikey\n'], 'clients.csv', { type: 'text/csv' });

async function drop(file: File): Promise<void> {
  await screen.findByRole('grid');
  await fireEvent.drop(window, { dataTransfer: { types: ['Files'], files: [file] } });
}

describe('connections from a file', () => {
  it('shows what a dropped file holds and adds what is picked of it', async () => {
    const { backend, user } = open('#/clients');
    await drop(FILE);
    const dialog = within(await screen.findByRole('dialog', { name: 'Import connections' }));
    const boxes = await dialog.findAllByRole<HTMLInputElement>('checkbox');
    expect(boxes.map(({ checked, disabled }) => [checked, disabled])).toEqual([[true, false], [true, false], [false, true]]);
    expect(dialog.getByText('This account is already saved as "Drayton Foods".')).toBeTruthy();
    await user.click(boxes[0] as HTMLInputElement);
    await user.click(dialog.getByRole('button', { name: 'Add 1 connection' }));
    expect(await screen.findByText('1 connection added. It waits for its secret key.')).toBeTruthy();
    expect(backend.calls.find(({ name }) => name === 'connections_import')?.args).toEqual({ text: 'client,host,ikey\n', rows: [1] });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('says why a file cannot be read, and takes another', async () => {
    let refused = true;
    const found = { secrets: true, connections: [{ row: 0, name: 'Alder', organisation: 'Alder', group: '', host: 'api-5e6f7a8b.duosecurity.com', code: null, values: {} }] };
    const { user } = open('#/clients', {
      connections_read: () => {
        if (refused) throw refuse('CONNECTIONS_UNREADABLE');
        return found;
      },
    });
    await drop(FILE);
    expect(await screen.findByText(/^This file holds no connections that Tandem can read\. Choose a file/)).toBeTruthy();
    refused = false;
    await user.upload(document.querySelector('[role=dialog] input[type=file]') as HTMLInputElement, FILE);
    expect(await screen.findByText(/looks like secret keys/)).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Add 1 connection' })).toBeTruthy();
  });

  it('begins where there are no clients yet', async () => {
    const { user } = open('#/clients', { clients: () => [] });
    await user.click(await screen.findByRole('button', { name: 'Import connections' }));
    expect((await screen.findByRole('button', { name: 'Add connections' })).title).toBe('Nothing is picked.');
  });

  it('leaves by the same list', async () => {
    const { backend, user } = open('#/clients');
    const rows = within(await screen.findByRole('grid')).getAllByRole('checkbox');
    await user.click(rows[1] as HTMLElement);
    await user.click(await screen.findByRole('button', { name: 'Export connections' }));
    expect(await screen.findByText('Saved to /home/tech/Documents/connections.duoconn')).toBeTruthy();
    expect(backend.calls.find(({ name }) => name === 'connections_export')?.args).toMatchObject({ clients: [expect.any(String)] });
  });
});
