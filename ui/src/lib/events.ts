import type { Event, SyncStatus } from '$lib/generated/contract';
import { subscribe } from '$lib/ipc';
import { invalidate, keyOf, queryClient } from '$lib/query';

type Handler = (event: Event) => void;
const handlers = new Set<Handler>();

/** Hears every event until the returned function is called. */
export function listen(handler: Handler): () => void {
  handlers.add(handler);
  return () => handlers.delete(handler);
}

/** Opens the one channel; called once, by the shell. */
export function start(): Promise<void> {
  return subscribe((event) => {
    keepAnswersFresh(event);
    for (const handler of handlers) handler(event);
  });
}

/** An answer that is still on its way would be older than this. */
function tellSync(status: SyncStatus): void {
  const queryKey = keyOf('sync_status', { client: status.client });
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData(queryKey, status);
}

function keepAnswersFresh(event: Event): void {
  switch (event.kind) {
    case 'sync_progress':
      tellSync(event.status);
      break;
    case 'changed':
      void invalidate(event.tags, event.client);
      break;
    case 'check_row':
    case 'check_permission':
    case 'action':
    case 'attention':
    case 'export_progress':
    case 'parent_progress':
    case 'backup_progress':
    case 'sync_ended':
    case 'open_client':
      break;
  }
}
