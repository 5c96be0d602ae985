import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { names } from '../../src/views/shell/names.svelte';
import { open } from './window';

/** The first row's cell of a column. */
async function cell(column: string): Promise<HTMLElement> {
  await screen.findByRole('heading', { name: 'Users', level: 1 });
  return waitFor(() => {
    const at = screen.getAllByRole('columnheader').findIndex((head) => head.textContent.trim().startsWith(column));
    const found = document.querySelector<HTMLElement>(`[data-cell="0:${String(at)}"]`);
    expect(found?.textContent.trim()).toBeTruthy();
    return found as HTMLElement;
  });
}

describe('names on screen', () => {
  it('are covered from the menu and by name, and shown by the banner', async () => {
    const { backend, user } = open('#/client/c5/users');
    const named = await cell('Name');
    await waitFor(() => expect(document.title).toMatch(/^\S.* - Users - Tandem$/));
    backend.emit({ kind: 'action', id: 'cover_names' });
    await screen.findByText(/Names are covered on screen/);
    expect(document.documentElement.dataset['names']).toBe('covered');
    await waitFor(() => expect(document.title).toBe('Users - Tandem'));
    // What a style covers, and what it leaves.
    expect(named.querySelector('bdi:not(.word)')).toBeTruthy();
    await user.hover(named.querySelector('bdi') as HTMLElement);
    expect(named.querySelector('[title]')).toBeNull();
    await user.click(screen.getByRole('button', { name: 'Show names' }));
    await waitFor(() => expect(document.documentElement.dataset['names']).toBeUndefined());
    await user.keyboard('{Control>}k{/Control}');
    await user.type(await screen.findByRole('combobox', { name: /Find an action/ }), 'cover na{Enter}');
    await screen.findByText(/Names are covered on screen/);
    names.covered = false;
  });
});
