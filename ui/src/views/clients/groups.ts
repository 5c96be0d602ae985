import type { ClientSummary } from '$lib/generated/contract';

/** Groups that nobody made: what they hold follows from the clients themselves. */
export const SMART = ['', 'favourites', 'recent', 'attention', 'unassigned'] as const;
export type Smart = (typeof SMART)[number];

/** Opened within this many days. */
const RECENT = 7 * 86_400_000;

/** What waits for somebody: trouble, or a secret that is not at hand. */
export function waits({ state }: ClientSummary): boolean {
  return state === 'needs_attention' || state === 'locked';
}

/** Whether a client is in a group: one of the smart ones, or the technician's own by its id. */
export function inGroup(client: ClientSummary, group: string, now: Date): boolean {
  switch (group) {
    case '':
      return true;
    case 'favourites':
      return client.favourite;
    case 'recent':
      return client.opened !== null && now.getTime() - new Date(client.opened).getTime() < RECENT;
    case 'attention':
      return waits(client);
    case 'unassigned':
      return client.group === null;
    default:
      return client.group === group;
  }
}

export function groupHref(group: string): string {
  return group === '' ? '#/clients' : `#/clients?group=${encodeURIComponent(group)}`;
}
