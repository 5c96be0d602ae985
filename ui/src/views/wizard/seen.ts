import type { CheckId, CheckRow, PermissionRow } from '$lib/generated/contract';
import { codeTitle, hasText, t } from '$lib/i18n';
import { date } from '$lib/i18n/format';

/**
 * What was seen, in a few words after the row's own word; none where the word says it all. Whether rights beyond reading are known decides what may be said of the application's type.
 */
export function seen(row: CheckRow, excessKnown: boolean | null = null): string | null {
  const { values } = row;
  if (row.state === 'skipped') return skipped(row);
  if (row.id === 'permissions' && values['wanted'] !== undefined) return t('wizard_seen_permissions', { ...values, n: values['wanted'] });
  if (row.state === 'fail') return answer(values);
  if (row.state === 'warn') return row.code === '' ? null : codeTitle(row.code);
  if (row.id === 'application_type' && row.state === 'pass') return excessKnown === null ? null : t(excessKnown ? 'wizard_seen_type' : 'wizard_seen_type_unknown');
  return row.state === 'pass' ? passed(row.id, values) : null;
}

function skipped({ code, values }: CheckRow): string | null {
  if (values['proxy'] !== undefined) return t('wizard_seen_proxy', { proxy: values['proxy'] });
  if (values['needs'] !== undefined) return t('wizard_needs', { n: values['needs'] });
  return code === '' || code === 'NEEDS' ? null : codeTitle(code);
}

function passed(id: CheckId, values: CheckRow['values']): string | null {
  const filled = { ...values, date: values['not_after'] === undefined ? '' : date(values['not_after']) };
  const key = values['remembered'] === undefined ? `wizard_seen_${id}` : `wizard_seen_${id}_remembered`;
  if (!hasText(key)) return null;
  const text = t(key, filled);
  // A text whose value did not come says less than nothing.
  return text.includes('…') ? null : text;
}

function answer(values: CheckRow['values']): string | null {
  const { status, code } = values;
  if (status === undefined) return null;
  return code === undefined ? t('wizard_http', { status }) : t('wizard_http_code', { status, code });
}

/** The same for a right. */
export function seenRight(row: PermissionRow): string | null {
  if (row.state === 'missing') return t('wizard_asked_twice', { status: row.status ?? '403' });
  if (row.state === 'unknown' && row.code !== '') return codeTitle(row.code);
  return null;
}
