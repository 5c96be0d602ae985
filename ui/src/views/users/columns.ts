import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

export const COLUMNS: readonly Column[] = [
  { id: 'username', label: t('column_users_username'), width: 122, grow: 1.2, sortable: true },
  { id: 'realname', label: t('column_users_realname'), width: 120, grow: 1.3, sortable: true, drop: 2 },
  { id: 'status', label: t('column_users_status'), width: 124, sortable: true },
  { id: 'strongest', label: t('column_users_strongest'), width: 136, sortable: true },
  { id: 'last_seen', label: t('column_users_last_seen'), width: 106, end: true, sortable: true },
  { id: 'idle_days', label: t('column_users_idle_days'), width: 64, end: true, sortable: true, drop: 1 },
  { id: 'reasons', label: t('column_users_reasons'), width: 176, grow: 1, drop: 4 },
  { id: 'groups', label: t('column_users_groups'), width: 120, grow: 1, drop: 5 },
  { id: 'directory', label: t('column_users_directory'), width: 84, sortable: true, drop: 6 },
  { id: 'created', label: t('column_users_created'), width: 108, end: true, sortable: true, drop: 3 },
  { id: 'email', label: t('column_users_email'), width: 170, grow: 1.5, sortable: true, drop: 7 },
];
