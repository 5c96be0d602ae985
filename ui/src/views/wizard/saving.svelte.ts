import type { ConnectionSave, CredentialsUpdate, DetailsEntered } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';
import { run } from '$lib/query';
import { plainDetails, said } from '$views/connection/details';

/** The last step: the secret into the keychain, the connection into the list, the first sync under way. */
export class Saving {
  busy = $state(false);
  failure = $state.raw<CommandFailure | null>(null);

  /** The new connection's id; none when it failed. */
  save(connection: ConnectionSave, details: DetailsEntered = plainDetails()): Promise<string | null> {
    return this.#run(async () => {
      const saved = await run('connection_save', connection);
      // The connection is there and syncs; what could not be said about it now can be said later.
      if (said(details)) await say(saved.id, details).catch(() => undefined);
      return saved;
    });
  }

  /** Saves keys that are not accepted yet; their connection's id, none when it failed. */
  saveDraft(connection: ConnectionSave): Promise<string | null> {
    return this.#run(() => run('connection_save_draft', connection));
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

/** A colour that nobody chose stays the one that the engine gave. */
async function say(client: string, details: DetailsEntered): Promise<void> {
  const { entered } = await call('connection_details', { client });
  const colour = details.colour === plainDetails().colour ? entered.colour : details.colour;
  await run('connection_details_set', { client, details: { ...details, colour, group: details.group ?? entered.group } });
}
