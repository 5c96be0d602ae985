import { getContext, setContext } from 'svelte';
import type { ClientSummary } from '$lib/generated/contract';
import { answer, run } from '$lib/query';
import { clientHref, router } from '$lib/router.svelte';
import { toast } from '$lib/toast.svelte';

const KEY = Symbol('current client');

/** The clients, and the one that is open. */
export class Current {
  readonly #clients = answer('clients', () => []);
  readonly clients: readonly ClientSummary[] | null = $derived.by(() => this.#clients.data ?? null);
  readonly id: string | null = $derived.by(() => (router.route.page === 'client' ? router.route.client : null));
  readonly client: ClientSummary | null = $derived(this.clients?.find(({ id }) => id === this.id) ?? null);

  /** Clients that were opened since the window opened, in their order. */
  visited: readonly string[] = $state.raw([]);

  /** Remembers that a client was opened. */
  visit(id: string): void {
    if (!this.visited.includes(id)) this.visited = [...this.visited, id];
  }

  get error() {
    return this.#clients.error;
  }

  retry(): void {
    void this.#clients.refetch();
  }

  /** Starts a sync, or opens the one that runs; says why it could not. */
  async sync(client: string): Promise<void> {
    if (this.clients?.find(({ id }) => id === client)?.syncing) router.go(clientHref(client, 'sync'));
    else await run('sync_start', { client }).catch((error: unknown) => { toast.refused(error); });
  }
}

export function provideCurrent(): Current {
  return setContext(KEY, new Current());
}

export function useCurrent(): Current {
  return getContext<Current>(KEY);
}
