import type { CheckReport, OrganisationChoice, Permission, Event } from '$lib/generated/contract';
import { call } from '$lib/ipc';
import { Check, type How } from './checking.svelte';
import { Choosing } from './choosing.svelte';
import { Credentials } from './draft.svelte';
import { Naming } from './naming.svelte';
import { EVERY, USUAL } from './rights';
import { Saving } from './saving.svelte';
import { isParent, usable } from './verdict';

export type Step = 'prepare' | 'credentials' | 'check' | 'name' | 'children' | 'save';
const ALL: readonly Step[] = ['prepare', 'credentials', 'check', 'name', 'save'];
const ONCE: readonly Step[] = ['credentials', 'check'];
const UPDATE: readonly Step[] = ['credentials', 'check', 'save'];
/** An MSP parent's key opens several customers. */
const PARENT: readonly Step[] = ['prepare', 'credentials', 'check', 'children', 'save'];
/** More customers of a parent that is saved. */
const MORE: readonly Step[] = ['children', 'save'];

interface Start {
  readonly sample: boolean;
  readonly once: boolean;
  readonly skipPrepare: boolean;
  /** Connection whose hostname and integration key are filled in. */
  readonly like: string | null;
  /** Its keys are replaced, in place of a new connection. */
  readonly update: boolean;
  /** Company that the new connection belongs to. */
  readonly organisation: string | null;
  /** Saved MSP parent whose customers are to be added. */
  readonly parent: string | null;
}

/** Where the wizard is and what each step yielded. */
export class Wizard {
  step = $state<Step>('prepare');
  /** Rights as somebody picked them; none: nobody did. */
  #picked = $state.raw<readonly Permission[] | null>(null);
  /** A check that saves nothing. */
  once = $state(false);
  /** Connection whose keys are replaced; none for a new one. */
  updating = $state<string | null>(null);
  /** Saved MSP parent whose customers are added. */
  parent = $state<string | null>(null);
  /** MSP parent of the connection whose keys are replaced. */
  updatingParent = $state<string | null>(null);
  #sample = false;
  #like: string | null = null;
  #organisation: string | null = null;
  readonly credentials = new Credentials();
  /** The rights to ask for. The sample tenant shows every view, so its key has every right and each is wanted. */
  readonly want = $derived(this.#picked ?? (this.credentials.sample ? EVERY : USUAL));
  readonly check = new Check();
  readonly naming = new Naming();
  readonly saving = new Saving();
  readonly choosing = new Choosing();
  /** Whether the checked key is an MSP parent's. */
  readonly parental = $derived(this.check.report !== null && isParent(this.check.report));
  readonly steps = $derived(this.parent !== null ? MORE : this.once ? ONCE : this.updating !== null ? UPDATE : this.parental ? PARENT : ALL);
  readonly usable = $derived(this.check.report !== null && usable(this.check.report));

  /** Keys that failed the check can wait in the list. */
  readonly draftable = $derived(
    this.step === 'check' && !this.check.running && this.check.report !== null && !this.usable && !this.parental && !this.once && this.updating === null && !this.credentials.sample,
  );

  async open({ sample, once, skipPrepare, like, update, organisation, parent }: Start): Promise<void> {
    if (parent !== null) {
      [this.parent, this.step] = [parent, 'children'];
      void this.loadChildren();
      return;
    }
    this.#sample = sample;
    this.once = once;
    this.updating = update ? like : null;
    this.#like = like;
    this.#organisation = organisation;
    this.step = once || sample || skipPrepare || like !== null ? 'credentials' : 'prepare';
    await this.credentials.open(sample, once, like);
    if (this.updating !== null) this.updatingParent = await parentOf(this.updating);
    const { resumed } = this.credentials;
    if (resumed === null) return;
    if (resumed.want.length > 0) this.#picked = resumed.want;
    this.naming.name = resumed.name;
    // What is left to do is the secret key.
    this.step = 'credentials';
  }

  /** Asks once more for a place for the keys, after it was refused. */
  async reopen(): Promise<void> {
    await this.credentials.open(this.#sample, this.once, this.#like);
  }

  /** Picks what to see; a draft remembers it. */
  pick(want: readonly Permission[]): void {
    this.#picked = want;
    void this.credentials.keep(want);
  }

  /** Forgets an earlier draft and begins anew. */
  async afresh(): Promise<void> {
    this.#picked = null;
    this.naming.name = '';
    await this.credentials.discard();
  }

  async close(): Promise<void> {
    this.check.reset();
    await this.credentials.close();
  }

  hear(event: Event): void {
    this.check.hear(event);
    this.choosing.hear(event);
  }

  /** Whether a step can be gone to from here: backward always, forward when what lies between is done. */
  reachable(step: Step): boolean {
    if (this.saving.busy) return false;
    const [from, to] = [this.steps.indexOf(this.step), this.steps.indexOf(step)];
    if (to <= from) return true;
    return step === 'credentials' || (step === 'check' ? this.credentials.ready : (step === 'name' ? this.usable : step === 'children' && this.parental) && this.fresh());
  }

  go(step: Step): void {
    this.step = step;
    if (step === 'check') void this.runCheck();
    else if (step === 'children') void this.loadChildren();
    else if (step !== 'name' && step !== 'save') this.check.rest();
    if (step === 'name' && this.check.report !== null) void this.suggest(this.check.report);
  }

  /** Asks which customers an MSP parent has. */
  async loadChildren(again = false): Promise<void> {
    const { id, version } = this.credentials;
    if (this.parent !== null) await this.choosing.load({ saved: this.parent }, 0, again);
    else if (id !== null) await this.choosing.load({ draft: id }, version, again);
  }

  /** Adds the customers that were chosen. Whether every one was added. */
  async addChildren(): Promise<boolean> {
    const { source, picks, parentName } = this.choosing;
    if (source === null) return false;
    this.check.rest();
    this.step = 'save';
    const added = await this.saving.children({ source: $state.snapshot(source), name: parentName, children: [...picks], session_only: this.naming.sessionOnly });
    return added?.children.every(({ client }) => client !== null) ?? false;
  }

  /** Puts the checked key in the place of the MSP parent's, for all of its customers. Whether it was done. */
  async rekey(): Promise<boolean> {
    const { id } = this.credentials;
    if (id === null || this.updatingParent === null) return false;
    this.check.rest();
    this.step = 'save';
    return this.saving.rekey({ parent: this.updatingParent, draft: id, session_only: this.naming.sessionOnly });
  }

  /** To adding customers, also from a one-off check or from replacing one connection's keys: the key is an MSP parent's. */
  chooseInstead(): void {
    [this.once, this.updating] = [false, null];
    this.#like = null;
    this.go('children');
  }

  /** Runs the check, unless its result still holds. */
  async runCheck(again = false, how: How = {}): Promise<void> {
    const { id, version } = this.credentials;
    if (id === null || (!again && this.check.holds(version, this.want, this.once))) return;
    await this.check.run(id, version, this.want, this.once, how);
  }

  /** Puts the checked keys in the place of a connection's; none when it failed. */
  async update(otherAccount: boolean): Promise<string | null> {
    const { id } = this.credentials;
    if (id === null || this.updating === null) return null;
    this.check.rest();
    this.step = 'save';
    return this.saving.update({ draft: id, client: this.updating, session_only: this.naming.sessionOnly, other_account: otherAccount });
  }

  /** From replacing keys to a new connection: the keys open another account. */
  addInstead(): void {
    this.updating = null;
    this.#like = null;
    this.saving.reset();
    this.go('name');
  }

  /** From a one-off check to a saved connection: all rows anew, the keychain's among them. */
  keep(): void {
    this.once = false;
    void this.credentials.keep(this.want);
    this.go('check');
  }

  async save(organisation: OrganisationChoice): Promise<string | null> {
    const { id } = this.credentials;
    if (id === null) return null;
    this.check.rest();
    this.step = 'save';
    return this.saving.save({ draft: id, name: this.naming.name, organisation, session_only: this.naming.sessionOnly }, $state.snapshot(this.naming.details));
  }

  /** Keeps keys that failed the check, for later; its name, none when it could not be saved. */
  async saveDraft(): Promise<string | null> {
    const { id } = this.credentials;
    const { report } = this.check;
    if (id === null || report === null) return null;
    this.check.rest();
    await this.suggest(report);
    const { choice, name } = this.naming;
    if (choice === null) return null;
    const saved = await this.saving.saveDraft({ draft: id, name, organisation: choice, session_only: this.naming.sessionOnly });
    return saved === null ? null : name;
  }

  private suggest(report: CheckReport): Promise<void> {
    return this.naming.suggest(this.credentials.id, report, this.#like, this.#organisation);
  }

  private fresh(): boolean {
    return this.check.holds(this.credentials.version, this.want, this.once);
  }
}

async function parentOf(client: string): Promise<string | null> {
  const clients = await call('clients').catch(() => []);
  return clients.find(({ id }) => id === client)?.parent?.id ?? null;
}
