import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

/** The columns of devices; those with the largest number give way first where there is no room. */
export const COLUMNS: readonly Column[] = [
  { id: 'username', label: t('column_devices_username'), width: 124, grow: 1.1, sortable: true },
  { id: 'kind', label: t('column_devices_kind'), width: 170, sortable: true },
  { id: 'name', label: t('column_devices_name'), width: 132, grow: 1.2, sortable: true },
  { id: 'model', label: t('column_devices_model'), width: 130, grow: 1, sortable: true, drop: 5 },
  { id: 'type', label: t('column_devices_type'), width: 110, grow: 0.6, sortable: true, drop: 9 },
  { id: 'platform', label: t('column_devices_platform'), width: 96, sortable: true, drop: 3 },
  { id: 'factor', label: t('column_devices_factor'), width: 126, sortable: true, drop: 2 },
  { id: 'activated', label: t('column_devices_activated'), width: 92, sortable: true, drop: 4 },
  { id: 'screenlock', label: t('column_devices_screenlock'), width: 104, sortable: true, drop: 6 },
  { id: 'encrypted', label: t('column_devices_encrypted'), width: 116, sortable: true, drop: 7 },
  { id: 'biometrics', label: t('column_devices_biometrics'), width: 112, sortable: true, drop: 10 },
  { id: 'tampered', label: t('column_devices_tampered'), width: 124, sortable: true, drop: 11 },
  { id: 'blocked', label: t('column_devices_blocked'), width: 84, sortable: true, drop: 12 },
  { id: 'os_version', label: t('column_devices_os_version'), width: 90, sortable: true, drop: 15 },
  { id: 'standing', label: t('column_devices_standing'), width: 116, sortable: true, drop: 13 },
  { id: 'owners', label: t('column_devices_owners'), width: 76, end: true, sortable: true, drop: 14 },
  { id: 'added', label: t('column_devices_added'), width: 96, end: true, sortable: true, drop: 8 },
  { id: 'last_seen', label: t('column_devices_last_seen'), width: 104, end: true, sortable: true },
];
