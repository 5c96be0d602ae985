import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { refuse } from '../fixtures/backend';
import { client } from '../fixtures/clients';
import { parents, saved } from '../fixtures/parent';
import { NOW, open } from './window';

const PARENT = { id: 'p1', name: 'Northgate MSP' };
const customers = () => [
  client('c5', 'Fennimore Legal LLP', NOW, { parent: PARENT }),
  client('c6', 'Drayton Foods', NOW, { parent: PARENT, state: 'disconnected' }),
  client('c7', 'Eskdale Housing Trust', NOW),
];
const page = (change = {}) => open('#/client/c5/connection', { clients: customers, ...parents(), ...change });

describe('an MSP parent', () => {
  it('is told where its customers are, without its whole key', async () => {
    page();
    expect(await screen.findByRole('heading', { name: 'MSP parent' })).toBeTruthy();
    expect(await screen.findByText('Customers connected')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Add customers' })).toHaveProperty('hash', '#/new?parent=p1');
  });

  it('is not told where there is none', async () => {
    open('#/client/c7/connection', { clients: customers, ...parents() });
    expect(await screen.findByRole('heading', { name: 'What is saved' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Disconnect all' })).toBeNull();
  });

  it('is renamed, and called as before again', async () => {
    const { backend, user } = page();
    await user.click(await screen.findByRole('button', { name: 'Rename parent' }));
    const field = await screen.findByRole('textbox', { name: 'Name of the parent' });
    await user.clear(field);
    await user.type(field, 'Northgate IT{Enter}');
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'parent_rename', args: { parent: 'p1', name: 'Northgate IT' } }));
    await user.click(await screen.findByRole('button', { name: /^Undo/ }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'parent_rename', args: { parent: 'p1', name: 'Northgate MSP' } }));
  });

  it('says why a name is refused and keeps the dialog', async () => {
    const { user } = page({ parent_rename: () => Promise.reject(refuse('NAME_BIDI')) });
    await user.click(await screen.findByRole('button', { name: 'Rename parent' }));
    await user.type(await screen.findByRole('textbox', { name: 'Name of the parent' }), ' x{Enter}');
    expect(await within(screen.getByRole('dialog')).findByRole('alert')).toBeTruthy();
  });

  it('is disconnected with all its customers once its name is typed', async () => {
    const { backend, user } = page();
    await user.click(await screen.findByRole('button', { name: 'Disconnect all' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByText('2 customers')).toBeTruthy();
    expect(dialog.getByText('Drayton Foods')).toBeTruthy();
    expect(dialog.queryByText('Eskdale Housing Trust')).toBeNull();
    expect(dialog.getByText(/key is erased from this computer's keychain/)).toBeTruthy();
    await user.click(dialog.getByRole('button', { name: 'Disconnect all' }));
    expect(backend.calls.some(({ name }) => name === 'parent_forget')).toBe(false);
    await user.click(dialog.getByRole('radio', { name: /Delete the data of all of them/ }));
    await user.type(dialog.getByRole('textbox', { name: /Type Northgate MSP/ }), 'Northgate MSP');
    await user.click(dialog.getByRole('button', { name: 'Disconnect and delete' }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'parent_forget', args: { parent: 'p1', delete_data: true } }));
    await waitFor(() => expect(location.hash).toBe('#/clients'));
    expect(await screen.findByText('Northgate MSP is disconnected with its 2 customers, and their data is deleted.')).toBeTruthy();
  });

  it('says what is left when one of them cannot be disconnected', async () => {
    const { backend, user } = page({ parents: () => [saved({ clients: 1 })], parent_forget: () => Promise.reject(refuse('KEY_LOCKED')) });
    await user.click(await screen.findByRole('button', { name: 'Disconnect all' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByRole('textbox', { name: /Type Northgate MSP/ }), 'Northgate MSP');
    const before = backend.calls.filter(({ name }) => name === 'clients').length;
    await user.click(dialog.getByRole('button', { name: 'Disconnect all' }));
    expect(await dialog.findByText(/Some customers may be disconnected already/)).toBeTruthy();
    await waitFor(() => expect(backend.calls.filter(({ name }) => name === 'clients').length).toBeGreaterThan(before));
  });
});
