import type { ClientResult, ClientsAction } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import { run } from '$lib/query';
import { toast } from '$lib/toast.svelte';

/** What was done with several clients, and how it went with each. */
class Bulk {
  running = $state(0);
  action = $state<ClientsAction>('recheck');
  /** Failures first; none while nothing was done yet. */
  results = $state.raw<readonly ClientResult[] | null>(null);
  at = $state.raw<Date | null>(null);
  review = $state(false);
  readonly failed: readonly ClientResult[] = $derived((this.results ?? []).filter(({ code }) => code !== null));

  async start(action: ClientsAction, clients: readonly string[]): Promise<void> {
    if (this.running > 0 || clients.length === 0) return;
    [this.running, this.action, this.results] = [clients.length, action, null];
    try {
      this.results = await run('clients_run', { clients: [...clients], action });
      this.at = new Date();
      if (this.failed.length > 0) toast.fail(t('bulk_failed', { failed: number(this.failed.length), n: number(clients.length) }), { label: t('review_step'), run: () => (this.review = true) });
      else toast.say(t('bulk_done', { n: number(clients.length) }));
    } catch (error) {
      toast.refused(error);
    }
    this.running = 0;
  }
}

export const bulk = new Bulk();
