import { onMount } from 'svelte';
import { LIST, type ActionId } from './list';

/** Does an action; `at` says which of its keys was pressed. */
export type Run = (at: number) => unknown;
/** What an action does here, and when it can. */
export interface Offer {
  readonly run: Run;
  readonly when?: () => boolean;
}
export type Offers = Partial<Record<ActionId, Run | Offer>>;

class Registry {
  /** The last one offered is the nearest to what the user looks at. */
  #offers = $state.raw<readonly Offers[]>([]);

  add(offers: Offers): () => void {
    this.#offers = [...this.#offers, offers];
    return () => {
      this.#offers = this.#offers.filter((other) => other !== offers);
    };
  }

  /** Whoever can do this action at this moment. */
  find(id: ActionId): Run | null {
    for (const offers of this.#offers.toReversed()) {
      const offer = offers[id];
      if (typeof offer === 'function') return offer;
      if (offer !== undefined && (offer.when?.() ?? true)) return offer.run;
    }
    return null;
  }

  /** Runs an action; false when nobody can do it here. */
  run(id: ActionId, at = 0): boolean {
    const run = this.find(id);
    if (run === null) return false;
    run(at);
    return true;
  }

  /** The same for an id that came from the native menu. */
  runNamed(id: string): boolean {
    const known = LIST.find((listed) => listed.id === id);
    return known !== undefined && this.run(known.id);
  }
}

export const actions = new Registry();

/**
 * Offers actions while the component that calls this is on the page; the palette, the shortcut, the menu item and the
 * tooltip of each follow from the list in `list.ts`. Call it once, where the component starts:
 *
 * ```ts
 * useActions({
 *   export_view: () => void exportRows(),
 *   search: () => searchField.focus(),
 *   rename: { run: () => (renaming = true), when: () => client.secret_kept },
 * });
 * ```
 *
 * What the view offers goes before what the shell offers; without `when` an action is available always.
 */
export function useActions(offers: Offers): void {
  onMount(() => actions.add(offers));
}
