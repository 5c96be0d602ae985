import { t } from '$lib/i18n';
import { byKind, named, nothing, type Said } from '$lib/kit';
import { list, text, type Row } from '$lib/rows/cells';
import { posture } from '$views/devices/posture';

const POSTURE: readonly string[] = ['trusted', 'encryption', 'firewall', 'password', 'standing'];

/** What a cell of the endpoints says. */
export function said(column: string, row: Row): Said {
  const value = text(row, column);
  if (POSTURE.includes(column)) return posture(value);
  if (column === 'username') return value === null ? nothing(t('no_user_known')) : named(value);
  if (column === 'browser') return { ...byKind('endpoints', column, row), title: list(row, 'browsers').join(', ') };
  return byKind('endpoints', column, row);
}
