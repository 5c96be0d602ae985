import type { ConnectionSave, CredentialsUpdate } from '$lib/generated/contract';
import { CommandFailure } from '$lib/ipc';
import { run } from '$lib/query';

/** The last step: the secret into the keychain, the connection into the list, the first sync under way. */
export class Saving {
  busy = $state(false);
  failure = $state.raw<CommandFailure | null>(null);

  /** The new connection's id; none when it failed. */
  save(connection: ConnectionSave): Promise<string | null> {
    return this.#run(() => run('connection_save', connection));
  }

  /** Replaces a connection's keys; its id, none when it failed. */
  update(update: CredentialsUpdate): Promise<string | null> {
    return this.#run(() => run('credentials_update', update));
  }

  reset(): void {
    this.failure = null;
  }

  async #run(work: () => Promise<{ readonly id: string }>): Promise<string | null> {
    if (this.busy) return null;
    [this.busy, this.failure] = [true, null];
    try {
      return (await work()).id;
    } catch (error) {
      this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
      return null;
    } finally {
      this.busy = false;
    }
  }
}
