import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

/** Every column of the users view; those with the largest number give way first where there is no room. */
export const COLUMNS: readonly Column[] = [
  { id: 'username', label: t('column_users_username'), width: 122, grow: 1.2, sortable: true },
  { id: 'realname', label: t('column_users_realname'), width: 116, grow: 1.3, sortable: true, drop: 2 },
  { id: 'email', label: t('column_users_email'), width: 170, grow: 1.5, sortable: true, drop: 9 },
  { id: 'status', label: t('column_users_status'), width: 112, sortable: true },
  { id: 'is_enrolled', label: t('column_users_is_enrolled'), width: 78, sortable: true, drop: 11 },
  { id: 'factors', label: t('column_users_factors'), width: 170, grow: 1, drop: 12 },
  { id: 'strongest', label: t('column_users_strongest'), width: 128, sortable: true },
  { id: 'must_mfa', label: t('column_users_must_mfa'), width: 124, sortable: true, drop: 3 },
  { id: 'can_mfa', label: t('column_users_can_mfa'), width: 96, sortable: true, drop: 8 },
  { id: 'last_seen', label: t('column_users_last_seen'), width: 104, end: true, sortable: true },
  { id: 'idle_days', label: t('column_users_idle_days'), width: 74, end: true, sortable: true, drop: 1 },
  { id: 'groups', label: t('column_users_groups'), width: 120, grow: 1, drop: 7 },
  { id: 'directory', label: t('column_users_directory'), width: 84, sortable: true, drop: 10 },
  { id: 'created', label: t('column_users_created'), width: 108, end: true, sortable: true, drop: 6 },
  { id: 'reasons', label: t('column_users_reasons'), width: 150, grow: 1, drop: 5 },
];
