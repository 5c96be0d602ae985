import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

export const COLUMNS: readonly Column[] = [
  { id: 'username', label: t('column_licences_username'), width: 116, grow: 1, sortable: true },
  { id: 'lane', label: t('column_licences_lane'), width: 104, sortable: true },
  { id: 'reasons', label: t('column_licences_reasons'), width: 164, grow: 1.4 },
  { id: 'last_seen', label: t('column_licences_last_seen'), width: 112, end: true, sortable: true, drop: 1 },
  { id: 'evidence', label: t('column_licences_evidence'), width: 86, sortable: true, drop: 2 },
  { id: 'created', label: t('column_licences_created'), width: 108, end: true, sortable: true, drop: 3 },
];
