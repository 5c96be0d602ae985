import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

export const COLUMNS: readonly Column[] = [
  { id: 'name', label: t('column_apps_name'), width: 150, grow: 2, sortable: true },
  { id: 'kind', label: t('column_apps_kind'), width: 122, sortable: true, drop: 3 },
  { id: 'state', label: t('column_apps_state'), width: 96, sortable: true, drop: 1 },
  { id: 'users_30', label: t('column_apps_users_30'), width: 102, end: true, sortable: true },
  { id: 'users', label: t('column_apps_users'), width: 64, end: true, sortable: true, drop: 4 },
  { id: 'sign_ins_30', label: t('column_apps_sign_ins_30'), width: 112, end: true, sortable: true, drop: 5 },
  { id: 'weeks', label: t('column_apps_weeks'), width: 96, drop: 1 },
  { id: 'trend_percent', label: t('trend'), width: 76, end: true, sortable: true },
  { id: 'first_seen', label: t('column_apps_first_seen'), width: 96, end: true, sortable: true, drop: 2 },
  { id: 'last_seen', label: t('column_apps_last_seen'), width: 76, end: true, sortable: true },
  { id: 'source', label: t('column_apps_source'), width: 80, sortable: true, drop: 2 },
  { id: 'denied_percent', label: t('column_apps_denied_percent'), width: 84, end: true, sortable: true, drop: 7 },
  { id: 'bypass_percent', label: t('column_apps_bypass_percent'), width: 84, end: true, sortable: true, drop: 6 },
  { id: 'flags', label: t('column_apps_flags'), width: 140, grow: 1 },
];
