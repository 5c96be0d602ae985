import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

/** The columns of endpoints; those with the largest number give way first where there is no room. */
export const COLUMNS: readonly Column[] = [
  { id: 'username', label: t('column_endpoints_username'), width: 122, grow: 1.1, sortable: true },
  { id: 'realname', label: t('column_endpoints_realname'), width: 120, grow: 1, sortable: true, drop: 9 },
  { id: 'email', label: t('column_endpoints_email'), width: 170, grow: 1.2, sortable: true, drop: 12 },
  { id: 'device_name', label: t('column_endpoints_device_name'), width: 110, grow: 0.8, sortable: true, drop: 4 },
  { id: 'os', label: t('column_endpoints_os'), width: 104, sortable: true },
  { id: 'os_version', label: t('column_endpoints_os_version'), width: 84, sortable: true },
  { id: 'standing', label: t('column_endpoints_standing'), width: 116, sortable: true, drop: 3 },
  { id: 'os_build', label: t('column_endpoints_os_build'), width: 90, sortable: true, drop: 13 },
  { id: 'browser', label: t('column_endpoints_browser'), width: 150, grow: 1, sortable: true, drop: 6 },
  { id: 'trusted', label: t('column_endpoints_trusted'), width: 92, sortable: true },
  { id: 'encryption', label: t('column_endpoints_encryption'), width: 102, sortable: true, drop: 1 },
  { id: 'firewall', label: t('column_endpoints_firewall'), width: 92, sortable: true, drop: 2 },
  { id: 'password', label: t('column_endpoints_password'), width: 92, sortable: true, drop: 5 },
  { id: 'agents', label: t('column_endpoints_agents'), width: 150, grow: 1, drop: 8 },
  { id: 'desktop_version', label: t('column_endpoints_desktop_version'), width: 104, sortable: true, drop: 7 },
  { id: 'model', label: t('column_endpoints_model'), width: 120, sortable: true, drop: 10 },
  { id: 'health_collected', label: t('column_endpoints_health_collected'), width: 104, end: true, sortable: true, drop: 11 },
  { id: 'last_seen', label: t('column_endpoints_last_seen'), width: 100, end: true, sortable: true },
];
