import type { CheckReport, CheckRow, Event } from '$lib/generated/contract';
import { listen } from '$lib/events';
import { CommandFailure } from '$lib/ipc';
import { run } from '$lib/query';

/** A check of a saved connection, with the secret that is kept. */
export class Recheck {
  running = $state(false);
  report = $state.raw<CheckReport | null>(null);
  failure = $state.raw<CommandFailure | null>(null);
  #rows = $state.raw<readonly CheckRow[]>([]);
  readonly rows: readonly CheckRow[] = $derived.by(() => this.report?.checks ?? this.#rows);

  /** Runs it to its end; a second call while it runs does nothing. */
  async run(client: string): Promise<void> {
    if (this.running) return;
    [this.running, this.report, this.failure, this.#rows] = [true, null, null, []];
    const unhear = listen((event) => this.#hear(client, event));
    try {
      this.report = await run('connection_recheck', { client });
    } catch (error) {
      this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
    }
    unhear();
    this.running = false;
  }

  #hear(client: string, event: Event): void {
    if (event.kind !== 'check_row' || event.draft !== client) return;
    this.#rows = [...this.#rows.filter(({ id }) => id !== event.row.id), event.row];
  }
}
