import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { refuse } from '../fixtures/backend';
import { client } from '../fixtures/clients';
import { chooseByKey, NOW, open } from './window';

describe('clients', () => {
  it('offers three ways when there are none', async () => {
    open('#/clients', { clients: () => [] });
    const ways = within(await screen.findByRole('region', { name: /No clients yet/ })).getAllByRole('link');
    expect(ways.map((way) => way.getAttribute('href'))).toEqual(['#/new', '#/new?once', '#/new?sample']);
  });

  it('puts what needs attention first, with its next step', async () => {
    open('#/clients');
    const rows = within(await screen.findByRole('grid')).getAllByRole('row');
    expect(rows[1]?.textContent).toMatch(/Castellan.*Needs attention.*Check network/);
    expect(rows[2]?.textContent).toMatch(/Inverlea.*Update secret/);
  });

  it('says "no right" where a right is missing, and leaves that client out of the sum', async () => {
    open('#/clients');
    const grid = await screen.findByRole('grid');
    const row = within(grid).getByText('Drayton Foods').closest('[role="row"]');
    expect(row?.textContent).toContain('No right');
    const sum = screen.getByText('Reclaimable', { selector: 'footer span', exact: false });
    expect(sum.textContent).toMatch(/Reclaimable 103\s+in 7; 2 not evaluated/);
  });

  it('finds by name and can be cleared', async () => {
    const { user } = open('#/clients');
    await user.type(await screen.findByRole('searchbox'), 'nobody at all');
    expect(await screen.findByText('No match for 1 filter.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(await screen.findByText('Drayton Foods')).toBeTruthy();
  });

  it('finds by the id of the ticketing system', async () => {
    const { user } = open('#/clients', { clients: () => [client('c1', 'Acme', NOW, { psa_id: 'C-77' }), client('c2', 'Birch', NOW)] });
    await user.type(await screen.findByRole('searchbox'), 'c-77');
    await waitFor(() => {
      expect(screen.queryByText('Birch')).toBeNull();
    });
    expect(screen.getByText('Acme')).toBeTruthy();
  });

  it('shows columns that are asked for, and leaves the menus at the end', async () => {
    const { backend } = open('#/clients');
    const grid = await screen.findByRole('grid');
    screen.getByRole('button', { name: 'Columns' }).click();
    const box = await screen.findByRole('checkbox', { name: 'Variance', hidden: true });
    expect(screen.queryByRole('checkbox', { name: 'Actions', hidden: true })).toBeNull();
    box.click();
    await waitFor(() => {
      const heads = within(grid).getAllByRole('columnheader', { hidden: true }).map(({ textContent }) => textContent.trim());
      expect(heads.at(-1)).toBe('Actions');
      expect(heads).toContain('Variance');
    });
    await waitFor(() => {
      const kept = backend.calls.findLast(({ name }) => name === 'preferences_set')?.args;
      expect(kept).toMatchObject({ tables: { clients: { columns: [{ id: 'variance', shown: true }] } } });
    });
  }, 20_000);

  it('shows a name as text, whatever it holds', async () => {
    open('#/clients', { clients: () => [client('c1', '<img src=x onerror=alert(1)>', NOW)] });
    const name = await screen.findByText('<img src=x onerror=alert(1)>');
    expect(name.tagName).toBe('BDI');
    expect(document.querySelector('img')).toBeNull();
  });

  it('tells why the list could not be read, and tries again', async () => {
    let fails = true;
    const { user } = open('#/clients', { clients: () => (fails ? Promise.reject(refuse('DB_BUSY')) : [client('c1', 'Acme', NOW)]) });
    expect(await screen.findByText(/Another program is using the local data/)).toBeTruthy();
    fails = false;
    await user.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByText('Acme')).toBeTruthy();
  });

  it('opens a client by Enter and the wizard by Ctrl+N', async () => {
    const { user } = open('#/clients');
    const grid = await screen.findByRole('grid');
    grid.querySelector<HTMLElement>('[data-cell="0:0"]')?.focus();
    await user.keyboard('{Enter}');
    await waitFor(() => expect(location.hash).toBe('#/client/c2/overview'));
    await user.keyboard('{Control>}n{/Control}');
    await waitFor(() => expect(location.hash).toBe('#/new'));
  });
});

describe('the client bar', () => {
  it('names the client, says read-only and how old the data is', async () => {
    open('#/client/c5/users');
    const bar = (await screen.findByText('Read-only')).closest('header');
    expect(bar?.textContent).toMatch(/FL.*Fennimore Legal LLP.*Read-only.*Data as of .*37.*Verified.*Sync/);
  });

  it('leads to another client on the same page', async () => {
    const { user } = open('#/client/c5/users');
    (await screen.findByRole('button', { name: /Switch client/ })).focus();
    await chooseByKey(user, 'Kest');
    await waitFor(() => expect(location.hash).toBe('#/client/c7/users'));
  });
});
