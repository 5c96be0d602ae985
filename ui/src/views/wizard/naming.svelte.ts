import type { CheckReport, FieldResult, Organisation, OrganisationChoice } from '$lib/generated/contract';
import { call } from '$lib/ipc';
import { accepted } from './draft.svelte';
import { nameWithin, suggestedName } from './names';
import { plainDetails } from '$views/connection/details';

/** The picker's entry for a company that is not in the list yet. */
export const NEW = 'new';

/** How many names are tried. */
const TRIES = 20;

/** What the connection is called, whose it is, and how long its secret is kept. */
export class Naming {
  name = $state('');
  result = $state.raw<FieldResult | null>(null);
  /** Id of an organisation, or `NEW`. */
  organisation = $state(NEW);
  organisationName = $state('');
  sessionOnly = $state(false);
  /** What can be said later as well. */
  details = $state(plainDetails());
  /** A note that looks like a secret key would lie in the open. */
  readonly secretInNotes = $derived(/(?<![A-Za-z0-9])[A-Za-z0-9]{40}(?![A-Za-z0-9])/.test(this.details.notes));
  #draft: string | null = null;
  /** What was filled in, to tell it from what was typed or picked. */
  #suggested = '';
  #company = '';
  #organisation = NEW;

  readonly taken = $derived(this.result !== null && accepted(this.result));
  readonly choice = $derived.by((): OrganisationChoice | null => {
    if (this.organisation !== NEW) return { existing: this.organisation };
    const name = this.organisationName.trim();
    return name === '' ? null : { new: name };
  });

  /** Fills in what was not typed by hand: a company that is in the list already, and a name that is free. */
  async suggest(draft: string | null, report: CheckReport, like: string | null = null, organisation: string | null = null): Promise<void> {
    this.#draft = draft;
    const company = await this.#known(organisation);
    const name = company === null ? suggestedName(report) : nameWithin(company.name, suggestedName(report));
    if (this.organisationName === '' || this.organisationName === this.#company) this.organisationName = name;
    this.#company = name;
    if (this.name === '' || this.name === this.#suggested) {
      this.name = this.#suggested = name;
      await this.#findFree(name);
    } else await this.check();
    const found = company?.id ?? (like === null ? await this.#named(name) : await this.#companyOf(like)) ?? NEW;
    if (this.organisation === this.#organisation) this.organisation = this.#organisation = found;
  }

  /** The company from which the wizard was opened, if it still exists. */
  async #known(id: string | null): Promise<Organisation | null> {
    if (id === null) return null;
    const known = await call('organisations').catch(() => []);
    return known.find((organisation) => organisation.id === id) ?? null;
  }

  /** A copy belongs to the company of its original. */
  async #companyOf(client: string): Promise<string | undefined> {
    const clients = await call('clients').catch(() => []);
    return clients.find(({ id }) => id === client)?.organisation.id;
  }

  /** `Acme`, else `Acme 2`, … */
  async #findFree(name: string): Promise<void> {
    await this.check();
    for (let n = 2; n <= TRIES && this.result?.code === 'NAME_DUPLICATE' && this.name === this.#suggested; n += 1) {
      this.name = this.#suggested = `${name} ${n}`;
      await this.check();
    }
  }

  /** The company that bears the name, unless another name was typed. */
  async #named(name: string): Promise<string | undefined> {
    const known = await call('organisations').catch(() => []);
    const same = known.find((organisation) => organisation.name.toLowerCase() === name.toLowerCase());
    return this.organisationName === name ? same?.id : undefined;
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
