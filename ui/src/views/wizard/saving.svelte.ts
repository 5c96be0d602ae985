import type { ConnectionSave } from '$lib/generated/contract';
import { CommandFailure } from '$lib/ipc';
import { run } from '$lib/query';

/** The last step: the secret into the keychain, the connection into the list, the first sync under way. */
export class Saving {
  busy = $state(false);
  failure = $state.raw<CommandFailure | null>(null);

  /** The new connection's id; none when it failed. */
  async save(connection: ConnectionSave): Promise<string | null> {
    if (this.busy) return null;
    [this.busy, this.failure] = [true, null];
    try {
      return (await run('connection_save', connection)).id;
    } catch (error) {
      this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
      return null;
    } finally {
      this.busy = false;
    }
  }
}
