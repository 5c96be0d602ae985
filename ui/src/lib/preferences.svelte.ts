import type { Preferences } from '$lib/generated/contract';
import { queryClient, keyOf, run } from '$lib/query';
import { call } from '$lib/ipc';
import { toast } from '$lib/toast.svelte';

/** Changes preferences one after the other, so that two quick changes do not undo each other. */
class Changes {
  #last: Promise<unknown> = Promise.resolve();

  change(step: Partial<Preferences> | ((now: Preferences) => Partial<Preferences>)): Promise<void> {
    const next = this.#last.then(async () => {
      const now = await call('preferences_get');
      const saved = await run('preferences_set', { ...now, ...(typeof step === 'function' ? step(now) : step) });
      queryClient.setQueryData(keyOf('preferences_get', undefined), saved);
    });
    const told = next.catch((error: unknown) => toast.refused(error));
    this.#last = told;
    return told;
  }
}

export const preferences = new Changes();
