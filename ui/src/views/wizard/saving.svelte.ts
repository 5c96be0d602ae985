import type { ConnectionSave, CredentialsUpdate, DetailsEntered, ParentAdd, ParentAdded, ParentRekey } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';
import { run } from '$lib/query';
import { plainDetails, said } from '$views/connection/details';

/** The last step: the secret into the keychain, the connection into the list, the first sync under way. */
export class Saving {
  busy = $state(false);
  failure = $state.raw<CommandFailure | null>(null);
  /** What became of the customers of an MSP parent. */
  added = $state.raw<ParentAdded | null>(null);

  /** The new connection's id; none when it failed. */
  save(connection: ConnectionSave, details: DetailsEntered = plainDetails()): Promise<string | null> {
    return this.#id(async () => {
      const saved = await run('connection_save', connection);
      // The connection is there and syncs; what could not be said about it now can be said later.
      if (said(details)) await say(saved.id, details).catch(() => undefined);
      return saved;
    });
  }

  /** Saves keys that are not accepted yet; their connection's id, none when it failed. */
  saveDraft(connection: ConnectionSave): Promise<string | null> {
    return this.#id(() => run('connection_save_draft', connection));
  }

  /** Replaces a connection's keys; its id, none when it failed. */
  update(update: CredentialsUpdate): Promise<string | null> {
    return this.#id(() => run('credentials_update', update));
  }

  /** Adds customers of an MSP parent; what became of each, none when nothing could be tried. */
  async children(add: ParentAdd): Promise<ParentAdded | null> {
    this.added = null;
    return (this.added = await this.#run(() => run('parent_add', add)));
  }

  /** Replaces an MSP parent's key. Whether it was done. */
  async rekey(rekey: ParentRekey): Promise<boolean> {
    return (await this.#run(() => run('parent_rekey', rekey))) !== null;
  }

  reset(): void {
    [this.failure, this.added] = [null, null];
  }

  async #id(work: () => Promise<{ readonly id: string }>): Promise<string | null> {
    return (await this.#run(work))?.id ?? null;
  }

  async #run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    [this.busy, this.failure] = [true, null];
    try {
      return await work();
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
