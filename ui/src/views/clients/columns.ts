import { t } from '$lib/i18n';
import type { Column } from '$lib/kit';

/** Those marked `extra` are shown when they are asked for. */
export const COLUMNS: readonly Column[] = [
  { id: 'favourite', label: '★', name: t('favourite'), width: 36, sortable: true },
  { id: 'name', label: t('client'), width: 198, grow: 3, sortable: true },
  { id: 'group', label: t('group'), width: 130, grow: 1, sortable: true, extra: true },
  { id: 'label', label: t('label'), width: 92, sortable: true, extra: true },
  { id: 'state', label: t('state'), width: 136, sortable: true },
  { id: 'next', label: t('next_step'), width: 116 },
  { id: 'last_check', label: t('last_check'), width: 118, end: true, sortable: true, extra: true },
  { id: 'billable', label: t('billable'), width: 84, end: true, sortable: true },
  { id: 'paid', label: t('paid'), width: 50, end: true, sortable: true, drop: 5 },
  { id: 'seats', label: t('seats'), width: 82, end: true, sortable: true, drop: 1 },
  { id: 'utilisation', label: t('utilisation'), width: 100, end: true, sortable: true, extra: true },
  { id: 'reclaimable', label: t('reclaimable'), width: 94, end: true, sortable: true },
  { id: 'coverage', label: t('mfa_coverage'), width: 116, end: true, sortable: true },
  { id: 'bypass', label: t('bypass'), width: 72, end: true, sortable: true, extra: true },
  { id: 'billed', label: t('billed'), width: 72, end: true, sortable: true, extra: true },
  { id: 'variance', label: t('variance'), width: 84, end: true, sortable: true, extra: true },
  { id: 'last_sync', label: t('last_sync'), width: 108, end: true, sortable: true, drop: 4 },
  { id: 'psa_id', label: t('psa_id'), width: 110, sortable: true, extra: true },
  { id: 'notes', label: t('notes'), width: 160, grow: 1, extra: true },
  { id: 'menu', label: '', name: t('row_actions'), width: 44, fixed: true },
];
