import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

export const COLUMNS: readonly Column[] = [
  { id: 'name', label: t('client'), width: 180, grow: 3, sortable: true },
  { id: 'state', label: t('state'), width: 152, sortable: true },
  { id: 'next', label: t('next_step'), width: 126 },
  { id: 'billable', label: t('billable'), width: 84, end: true, sortable: true },
  { id: 'paid', label: t('paid'), width: 56, end: true, sortable: true, drop: 2 },
  { id: 'seats', label: t('seats'), width: 86, end: true, sortable: true, drop: 1 },
  { id: 'reclaimable', label: t('reclaimable'), width: 112, end: true, sortable: true },
  { id: 'bypass', label: t('bypass'), width: 84, end: true, sortable: true, drop: 9 },
  { id: 'coverage', label: t('mfa_coverage'), width: 136, end: true, sortable: true },
  { id: 'last_sync', label: t('last_sync'), width: 128, end: true, sortable: true, drop: 4 },
];
