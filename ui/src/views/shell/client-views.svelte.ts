import type { Component } from 'svelte';
import type { ClientSummary } from '$lib/generated/contract';
import { CLIENT_PAGES, type ClientPage } from '$lib/router.svelte';

export type ClientView = Component<{ client: ClientSummary; query: URLSearchParams }>;
type Module = Promise<{ default: ClientView }>;

/** A file for each view, so that the first page need not wait for all of them. */
const FILES: Readonly<Record<ClientPage, () => Module>> = {
  overview: () => import('$views/overview/Overview.svelte'),
  users: () => import('$views/users/Users.svelte'),
  licences: () => import('$views/licences/Licences.svelte'),
  saas: () => import('$views/saas/Saas.svelte'),
  devices: () => import('$views/devices/Devices.svelte'),
  endpoints: () => import('$views/endpoints/Endpoints.svelte'),
  signins: () => import('$views/signins/Signins.svelte'),
  activity: () => import('$views/activity/Activity.svelte'),
  telephony: () => import('$views/telephony/Telephony.svelte'),
  trust: () => import('$views/trust/Trust.svelte'),
  bypass: () => import('$views/bypass/Bypass.svelte'),
  groups: () => import('$views/groups/Groups.svelte'),
  policies: () => import('$views/policies/Policies.svelte'),
  admins: () => import('$views/admins/Admins.svelte'),
  findings: () => import('$views/findings/Findings.svelte'),
  reports: () => import('$views/reports/Reports.svelte'),
  sync: () => import('$views/sync/Sync.svelte'),
  connection: () => import('$views/connection/Connection.svelte'),
};

/** Views as they come; once there, a view is shown without a wait. */
class ClientViews {
  loaded = $state.raw<Partial<Record<ClientPage, ClientView>>>({});
  failed = $state(false);
  /** Each is asked for once, however often it is wanted while it comes. */
  readonly #asked = new Map<ClientPage, Promise<void>>();

  load(page: ClientPage): Promise<void> {
    const asked = this.#asked.get(page) ?? this.#fetch(page);
    this.#asked.set(page, asked);
    return asked;
  }

  async #fetch(page: ClientPage): Promise<void> {
    this.failed = false;
    try {
      const { default: view } = await FILES[page]();
      this.loaded = { ...this.loaded, [page]: view };
    } catch {
      this.failed = true;
      this.#asked.delete(page);
    }
  }

  /** Fetches the rest, one at a time, between what the user does. */
  async rest(): Promise<void> {
    for (const page of CLIENT_PAGES) {
      if (this.#asked.has(page)) continue;
      await new Promise((resolve) => setTimeout(resolve));
      await this.load(page);
    }
  }
}

export const clientViews = new ClientViews();
