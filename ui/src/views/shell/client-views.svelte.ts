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

  async load(page: ClientPage): Promise<void> {
    if (this.loaded[page]) return;
    try {
      const { default: view } = await FILES[page]();
      this.loaded = { ...this.loaded, [page]: view };
    } catch {
      this.failed = true;
    }
  }

  /** Fetches the rest while nobody waits. */
  async rest(): Promise<void> {
    for (const page of CLIENT_PAGES) await this.load(page);
  }
}

export const clientViews = new ClientViews();
