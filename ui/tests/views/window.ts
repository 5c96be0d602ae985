import { render } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import App from '../../src/App.svelte';
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
