import { choiceText, t } from '$lib/i18n';
import { byKind, choice, look, named, nothing, sign, STRONGEST, type Said } from '$lib/kit';
import { flag, list, num, text, type Row } from '$lib/rows/cells';
import { DEVICE_ICON, posture } from './posture';

const POSTURE: readonly string[] = ['screenlock', 'encrypted', 'biometrics', 'tampered', 'standing'];

/** What a cell of the devices says; none of a device that several share. */
export function said(column: string, row: Row): Said | null {
  const value = text(row, column);
  const kind = text(row, 'kind') ?? '';
  if (POSTURE.includes(column)) return posture(value);
  switch (column) {
    case 'username':
      if (value === null) return nothing(t(flag(row, 'unassigned') ? 'no_owner' : 'of_administrator'));
      return (num(row, 'owners') ?? 0) > 1 ? null : named(value, list(row, 'users').join(', '));
    case 'kind': return { word: choiceText('device_kind', kind), look: { icon: DEVICE_ICON[kind] ?? 'device', tone: 'plain' }, title: kind };
    case 'type': return kind === 'token' ? choice(choiceText('token_type', value ?? ''), value) : byKind('devices', column, row);
    case 'platform': return value ? choice(choiceText('platform', value), value) : nothing();
    case 'factor': return value === null ? nothing() : sign(look(STRONGEST, value), choiceText('factor', value), value);
    case 'blocked': return flag(row, column) ? sign({ icon: 'failed', tone: 'fail' }, t('value_yes')) : byKind('devices', column, row);
    case 'last_seen': return byKind('devices', column, row, kind === 'phone' ? { none: t('never') } : {});
    default: return byKind('devices', column, row);
  }
}
