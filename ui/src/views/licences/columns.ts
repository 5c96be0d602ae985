import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

// Figures and states keep their width; names may be cut, chips fold.
export const COLUMNS: readonly Column[] = [
  { id: 'username', label: t('column_licences_username'), width: 104, grow: 1, sortable: true },
  { id: 'lane', label: t('column_licences_lane'), width: 104, sortable: true },
  { id: 'reasons', label: t('column_licences_reasons'), width: 132, grow: 1.6 },
  { id: 'last_seen', label: t('column_licences_last_seen'), width: 108, end: true, sortable: true, drop: 1 },
  { id: 'evidence', label: t('column_licences_evidence'), width: 92, sortable: true, drop: 2 },
  { id: 'decision', label: t('column_licences_decision'), width: 132, sortable: true, drop: 5 },
  { id: 'created', label: t('column_licences_created'), width: 108, end: true, sortable: true, drop: 3 },
  { id: 'directory', label: t('column_licences_directory'), width: 84, sortable: true, drop: 4 },
  { id: 'groups', label: t('column_licences_groups'), width: 140, grow: 1, drop: 7 },
  { id: 'note', label: t('column_licences_note'), width: 140, grow: 1, drop: 6 },
];

export const EXCLUDED: readonly Column[] = [
  { id: 'username', label: t('column_licences_username'), width: 128, grow: 1, sortable: true },
  { id: 'decision', label: t('column_licences_decision'), width: 148, sortable: true },
  { id: 'decision_reason', label: t('column_licences_decision_reason'), width: 136, sortable: true },
  { id: 'note', label: t('column_licences_note'), width: 180, grow: 2 },
  { id: 'until', label: t('column_licences_until'), width: 108, end: true, sortable: true },
  { id: 'decided_by', label: t('column_licences_decided_by'), width: 100, sortable: true, drop: 1 },
  { id: 'decided_at', label: t('column_licences_decided_at'), width: 120, end: true, sortable: true, drop: 2 },
];
