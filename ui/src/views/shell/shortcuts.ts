import { clientHref, router } from '$lib/router.svelte';
import type { Current } from './current.svelte';
import { PAGES } from './pages';

/** Keys that hold on every screen; all with Ctrl (Cmd on macOS), save F5. */
export function keys(event: KeyboardEvent, current: Current): void {
  const action = find(event, current);
  if (action === null) return;
  event.preventDefault();
  action();
}

function find(event: KeyboardEvent, current: Current): (() => void) | null {
  const ctrl = event.ctrlKey || event.metaKey;
  const client = current.id;
  if (event.key === 'F5' || (ctrl && !event.shiftKey && event.key.toLowerCase() === 'r')) {
    // Reloading the page would drop the window's state; the keys mean "sync" instead.
    return () => {
      if (client !== null && current.client?.syncing === false) void current.sync(client);
    };
  }
  if (!ctrl || event.altKey) return null;
  if (event.key.toLowerCase() === 'n') return () => router.go(event.shiftKey ? '#/new?once' : '#/new');
  if (event.key === ',') return () => router.go('#/settings');
  const page = /^[1-9]$/.test(event.key) ? PAGES[Number(event.key) - 1]?.page : undefined;
  return client !== null && page !== undefined ? () => router.go(clientHref(client, page)) : null;
}
