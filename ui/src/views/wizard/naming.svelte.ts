import type { CheckReport, FieldResult, OrganisationChoice } from '$lib/generated/contract';
import { call } from '$lib/ipc';
import { accepted } from './draft.svelte';
import { suggestedName } from './names';

/** The picker's entry for a company that is not in the list yet. */
export const NEW = 'new';

/** What the connection is called, whose it is, and how long its secret is kept. */
export class Naming {
  name = $state('');
  result = $state.raw<FieldResult | null>(null);
  /** Id of an organisation, or `NEW`. */
  organisation = $state(NEW);
  organisationName = $state('');
  sessionOnly = $state(false);
  #draft: string | null = null;
  #suggested = '';

  readonly taken = $derived(this.result !== null && accepted(this.result));
  readonly choice = $derived.by((): OrganisationChoice | null => {
    if (this.organisation !== NEW) return { existing: this.organisation };
    const name = this.organisationName.trim();
    return name === '' ? null : { new: name };
  });

  /** Fills in what was not typed by hand. */
  suggest(draft: string | null, report: CheckReport): void {
    this.#draft = draft;
    const name = suggestedName(report);
    if (this.name === '' || this.name === this.#suggested) this.name = name;
    if (this.organisationName === '' || this.organisationName === this.#suggested) this.organisationName = name;
    this.#suggested = name;
    void this.check();
  }

  /** Asks the engine whether the name can be had. */
  async check(): Promise<void> {
    const [draft, value] = [this.#draft, this.name];
    if (draft === null) return;
    const result = await call('draft_set', { draft, field: 'name', value }).catch(() => null);
    // A later letter may have been answered first.
    if (value === this.name) this.result = result;
  }
}
