import type { Event, Notify } from '$lib/generated/contract';
import { call } from '$lib/ipc';
import { names } from './names.svelte';

/** A sync that is over sooner is waited for. */
const LONG = 60;

/** Tells in the system's own way what somebody who is in another window would not see. */
export function tellOutside(event: Event): void {
  const news = document.hasFocus() ? null : newsOf(event);
  // What the toast and the list of clients say too may go unsaid here.
  if (news !== null) call('notify', { ...news, covered: names.covered }).catch(() => undefined);
}

function newsOf(event: Event): Omit<Notify, 'covered'> | null {
  if (event.kind === 'attention') return { client: event.client, kind: 'attention', code: event.code };
  if (event.kind === 'sync_ended' && event.seconds > LONG && event.code !== 'CANCELLED') return { client: event.client, kind: 'sync_ended', code: event.code };
  return null;
}
