import type { CheckReport, CheckRow, Event, Permission, PermissionRow } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';
import { asksItself } from './rights';
import { replaced } from './verdict';
import { Watch } from './watch.svelte';

/** How a check is run again. */
export interface How {
  /** What was good is kept; what failed and what comes after it is asked again. */
  readonly resume?: boolean;
  /** Past any proxy, this once. */
  readonly direct?: boolean;
}

/** A check as it runs and what came of it. */
export class Check {
  report = $state.raw<CheckReport | null>(null);
  running = $state(false);
  failure = $state.raw<CommandFailure | null>(null);
  /** Rights that are asked again by themselves. */
  watches = $state.raw<readonly Watch[]>([]);
  /** Rights that are being asked right now. */
  asking = $state.raw<readonly Permission[]>([]);
  #rows = $state.raw<readonly CheckRow[]>([]);
  #rights = $state.raw<readonly PermissionRow[]>([]);
  readonly rows = $derived(this.report?.checks ?? this.#rows);
  readonly rights = $derived(this.report?.permissions ?? this.#rights);
  #draft: string | null = null;
  /** Counts runs: what is answered to an earlier one holds no more. */
  #run = 0;
  /** Which version of the inputs the result holds for. */
  #version = -1;
  #oneOff = false;
  /** How it was run last. */
  how = $state.raw<How>({});

  /** Whether there is a result, or one on its way, for these inputs, rights and this way of checking. */
  holds(version: number, want: readonly Permission[], oneOff: boolean): boolean {
    const same = this.#version === version && this.#oneOff === oneOff && (this.running || this.report !== null);
    return same && want.join() === this.#want.join();
  }
  #want: readonly Permission[] = [];

  async run(draft: string, version: number, want: readonly Permission[], oneOff: boolean, { resume = false, direct = false }: How = {}): Promise<void> {
    this.reset();
    [this.#draft, this.#version, this.#want, this.#oneOff, this.running] = [draft, version, want, oneOff, true];
    this.how = { direct };
    const mine = this.#mine();
    try {
      const report = await call('check_run', { draft, want: [...want], one_off: oneOff, resume, direct });
      if (!mine()) return;
      this.report = report;
      this.#watch(report);
    } catch (error) {
      if (mine()) this.#failed(error);
    }
    if (mine()) this.running = false;
  }

  /** What streams in while it runs. */
  hear(event: Event): void {
    if (!this.running || !('draft' in event) || event.draft !== this.#draft) return;
    if (event.kind === 'check_row') this.#rows = [...this.#rows.filter(({ id }) => id !== event.row.id), event.row];
    else this.#rights = [...this.#rights.filter(({ id }) => id !== event.row.id), event.row];
  }

  async ask(permission: Permission): Promise<void> {
    const [draft, report] = [this.#draft, this.report];
    if (draft === null || report === null || this.asking.includes(permission)) return;
    this.asking = [...this.asking, permission];
    const mine = this.#mine();
    try {
      const row = await call('check_permission', { draft, permission });
      if (!mine()) return;
      // Another right may have been answered meanwhile.
      this.report = replaced(this.report ?? report, row);
      if (row.state === 'granted') this.watches.find((watch) => watch.permission === permission)?.stop();
      this.failure = null;
    } catch (error) {
      if (mine()) this.#failed(error);
    }
    if (mine()) this.asking = this.asking.filter((asked) => asked !== permission);
  }

  /** Lets the issuer that was warned of inspect from now on. Whether it was done. */
  async remember(): Promise<boolean> {
    const draft = this.#draft;
    if (draft === null || this.report === null) return false;
    const mine = this.#mine();
    try {
      const report = await call('issuer_remember', { draft });
      if (!mine()) return false;
      [this.report, this.failure] = [report, null];
      return true;
    } catch (error) {
      if (mine()) this.#failed(error);
      return false;
    }
  }

  async cancel(): Promise<void> {
    if (this.#draft !== null && this.running) await call('check_cancel', { draft: this.#draft }).catch(() => undefined);
  }

  /** Forgets the result: an input changed, or the wizard is left. */
  reset(): void {
    this.rest();
    this.#run += 1;
    [this.report, this.failure, this.running, this.#draft, this.#version] = [null, null, false, null, -1];
    [this.#rows, this.#rights, this.asking] = [[], [], []];
  }

  /** Stops asking by itself. */
  rest(): void {
    for (const watch of this.watches) watch.stop();
    this.watches = [];
  }

  /** Whether the run of now is still the one that is shown. */
  #mine(): () => boolean {
    const run = this.#run;
    return () => this.#run === run;
  }

  #failed(error: unknown): void {
    this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
  }

  #watch({ verdict, permissions }: CheckReport): void {
    if (verdict === 'failed') return;
    const missing = permissions.filter((row) => row.wanted && row.state === 'missing' && asksItself(row.id));
    this.watches = missing.map(({ id }) => new Watch(id, () => this.ask(id)));
  }
}
