import type { NetworkSettings } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';
import { run } from '$lib/query';

const BLANK: NetworkSettings = { proxy: 'system', proxy_host: '', proxy_port: 0, proxy_user: '', proxy_password: 'none', ca_file: '', inspection: 'warn', issuers: [], own_domains: [], at_once: 4, check_seconds: 10, sync_seconds: 120 };
/** Seconds that can be set, both included; the engine refuses others. */
export const CHECK_SECONDS = [5, 30] as const;
export const SYNC_SECONDS = [30, 120] as const;

/** How Duo is reached, while it is being changed. The proxy's password goes out and never comes back. */
export class NetworkEdit {
  settings = $state<NetworkSettings>({ ...BLANK });
  port = $state('');
  domains = $state('');
  checkSeconds = $state('');
  syncSeconds = $state('');
  password = $state('');
  busy = $state(true);
  saved = $state(false);
  failure = $state.raw<CommandFailure | null>(null);

  async load(): Promise<void> {
    await this.#try(async () => this.#take(await call('network_settings')));
  }

  /** Whether it was taken. */
  async save(): Promise<boolean> {
    const domains = this.domains.split(/[\s,;]+/).filter((domain) => domain !== '');
    const settings = { ...$state.snapshot(this.settings), proxy_port: portOf(this.port), own_domains: domains, check_seconds: within(this.checkSeconds, CHECK_SECONDS) ?? 0, sync_seconds: within(this.syncSeconds, SYNC_SECONDS) ?? 0 };
    const password = this.password === '' ? null : this.password;
    this.password = '';
    await this.#try(async () => {
      this.#take(await run('network_settings_set', { settings, password }));
      this.saved = true;
    });
    return this.failure === null;
  }

  forget(issuer: string): void {
    this.settings.issuers = this.settings.issuers.filter((known) => known !== issuer);
    void this.save();
  }

  #take(settings: NetworkSettings): void {
    this.settings = settings;
    this.port = settings.proxy_port === 0 ? '' : String(settings.proxy_port);
    this.domains = settings.own_domains.join(', ');
    this.checkSeconds = String(settings.check_seconds);
    this.syncSeconds = String(settings.sync_seconds);
  }

  async #try(work: () => Promise<void>): Promise<void> {
    [this.busy, this.saved] = [true, false];
    try {
      await work();
      this.failure = null;
    } catch (error) {
      this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
    }
    this.busy = false;
  }
}

/** None for what is no number between the bounds. */
export function within(text: string, [least, most]: readonly [number, number]): number | null {
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN;
  return value >= least && value <= most ? value : null;
}

/** 0 for what is no port: the engine says what is wrong with it. */
function portOf(text: string): number {
  const port = Number(text.trim());
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : 0;
}
