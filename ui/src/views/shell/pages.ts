import type { MessageKey } from '$lib/i18n';
import type { IconName } from '$lib/kit';
import type { ClientPage } from '$lib/router.svelte';

interface Page {
  readonly page: ClientPage;
  readonly icon: IconName;
  readonly label: MessageKey;
}

/** The pages of a client in the rail, in their groups. */
export const PAGE_GROUPS: readonly (readonly Page[])[] = [
  [
    { page: 'overview', icon: 'overview', label: 'page_overview' },
    { page: 'users', icon: 'users', label: 'view_users' },
    { page: 'licences', icon: 'licence', label: 'view_licences' },
    { page: 'saas', icon: 'saas', label: 'view_apps' },
  ],
  [
    { page: 'devices', icon: 'device', label: 'view_devices' },
    { page: 'endpoints', icon: 'computer', label: 'view_endpoints' },
    { page: 'groups', icon: 'groups', label: 'view_groups' },
    { page: 'policies', icon: 'shield', label: 'view_policies' },
    { page: 'bypass', icon: 'bypass', label: 'view_bypass' },
    { page: 'admins', icon: 'admin', label: 'view_admins' },
    { page: 'signins', icon: 'sign_in', label: 'view_signins' },
    { page: 'activity', icon: 'activity', label: 'view_activity' },
    { page: 'telephony', icon: 'phone', label: 'view_telephony' },
    { page: 'trust', icon: 'suspect', label: 'view_trust_monitor' },
  ],
  [
    { page: 'findings', icon: 'warning', label: 'view_findings' },
    { page: 'reports', icon: 'report', label: 'page_reports' },
    { page: 'sync', icon: 'sync', label: 'page_sync' },
    { page: 'connection', icon: 'connection', label: 'page_connection' },
  ],
];

export const PAGES: readonly Page[] = PAGE_GROUPS.flat();
