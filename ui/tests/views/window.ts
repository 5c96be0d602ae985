import { render, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import App from '../../src/App.svelte';
import { expect } from 'vitest';
import { answers } from '../fixtures/answers';
import { install, type Backend, type Handlers } from '../fixtures/backend';
import { measure } from '../layout';

export const NOW = new Date();

/** Opens the whole window on a page, with an engine in memory. */
export function open(hash: string, change: Handlers = {}): { backend: Backend; user: ReturnType<typeof userEvent.setup> } {
  measure(1060, 640);
  const backend = install({ ...answers(NOW), ...change });
  location.hash = hash;
  dispatchEvent(new HashChangeEvent('hashchange'));
  render(App);
  return { backend, user: userEvent.setup() };
}

/** Opens the menu of the focused button and chooses what begins so: a key is lost until the menu has the focus. */
export async function chooseByKey(user: ReturnType<typeof open>['user'], item: string): Promise<void> {
  await user.keyboard('{Enter}');
  await waitFor(() => expect(focused().closest('[role="menu"]')).toBeTruthy());
  await user.keyboard(item);
  await waitFor(() => expect(focused().textContent.trim().startsWith(item)).toBe(true));
  await user.keyboard('{Enter}');
}

function focused(): HTMLElement {
  return document.activeElement as HTMLElement;
}
