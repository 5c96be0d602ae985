import type { CheckReport, OrganisationChoice, Permission, Event } from '$lib/generated/contract';
import { Check, type How } from './checking.svelte';
import { Credentials } from './draft.svelte';
import { Naming } from './naming.svelte';
import { USUAL } from './rights';
import { Saving } from './saving.svelte';
import { usable } from './verdict';

export type Step = 'prepare' | 'credentials' | 'check' | 'name' | 'save';
const ALL: readonly Step[] = ['prepare', 'credentials', 'check', 'name', 'save'];
const ONCE: readonly Step[] = ['credentials', 'check'];
const UPDATE: readonly Step[] = ['credentials', 'check', 'save'];

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
}

/** Where the wizard is and what each step yielded. */
export class Wizard {
  step = $state<Step>('prepare');
  want = $state.raw<readonly Permission[]>(USUAL);
  /** A check that saves nothing. */
  once = $state(false);
  /** Connection whose keys are replaced; none for a new one. */
  updating = $state<string | null>(null);
  #like: string | null = null;
  #organisation: string | null = null;
  readonly credentials = new Credentials();
  readonly check = new Check();
  readonly naming = new Naming();
  readonly saving = new Saving();
  readonly steps = $derived(this.once ? ONCE : this.updating === null ? ALL : UPDATE);
  readonly usable = $derived(this.check.report !== null && usable(this.check.report));

  /** Keys that failed the check can wait in the list. */
  readonly draftable = $derived(
    this.step === 'check' && !this.check.running && this.check.report !== null && !this.usable && !this.once && this.updating === null && !this.credentials.sample,
  );

  async open({ sample, once, skipPrepare, like, update, organisation }: Start): Promise<void> {
    this.once = once;
    this.updating = update ? like : null;
    this.#like = like;
    this.#organisation = organisation;
    this.step = once || sample || skipPrepare || like !== null ? 'credentials' : 'prepare';
    await this.credentials.open(sample, once, like);
    const { resumed } = this.credentials;
    if (resumed === null) return;
    if (resumed.want.length > 0) this.want = resumed.want;
    this.naming.name = resumed.name;
    // What is left to do is the secret key.
    this.step = 'credentials';
  }

  /** Picks what to see; a draft remembers it. */
  pick(want: readonly Permission[]): void {
    this.want = want;
    void this.credentials.keep(want);
  }

  /** Forgets an earlier draft and begins anew. */
  async afresh(): Promise<void> {
    this.want = USUAL;
    this.naming.name = '';
    await this.credentials.discard();
  }

  async close(): Promise<void> {
    this.check.reset();
    await this.credentials.close();
  }

  hear(event: Event): void {
    this.check.hear(event);
  }

  /** Whether a step can be gone to from here: backward always, forward when what lies between is done. */
  reachable(step: Step): boolean {
    if (this.saving.busy) return false;
    const [from, to] = [this.steps.indexOf(this.step), this.steps.indexOf(step)];
    if (to <= from) return true;
    return step === 'credentials' || (step === 'check' ? this.credentials.ready : step === 'name' && this.usable && this.fresh());
  }

  go(step: Step): void {
    this.step = step;
    if (step === 'check') void this.runCheck();
    else if (step !== 'name' && step !== 'save') this.check.rest();
    if (step === 'name' && this.check.report !== null) void this.suggest(this.check.report);
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
