import type { CheckId, CheckReport, CheckRow, Code, PermissionRow } from '$lib/generated/contract';
import { codeTitle, t } from '$lib/i18n';

/** The rows in the order in which they are asked. */
export const CHECKS: readonly CheckId[] = ['format', 'dns', 'tls', 'ping', 'clock', 'keys', 'application_type', 'permissions', 'keychain'];

/** Number of a row as it is shown. */
export function position(id: CheckId): number {
  return CHECKS.indexOf(id) + 1;
}

export interface Count {
  readonly granted: number;
  readonly wanted: number;
}

/** How many of the wanted rights are granted. */
export function count(rows: readonly PermissionRow[]): Count {
  const wanted = rows.filter((row) => row.wanted);
  return { granted: wanted.filter((row) => row.state === 'granted').length, wanted: wanted.length };
}

/** The row to act on first: one that failed. */
export function failed(report: CheckReport): CheckRow | null {
  return report.checks.find((row) => row.state === 'fail') ?? null;
}

/** The row whose question has to be answered before anything signed is sent. */
export function paused(report: CheckReport): CheckRow | null {
  const asks = report.checks.find((row) => row.code === 'TLS_INSPECTION');
  const waits = report.checks.some((row) => row.id === 'ping' && row.state === 'skipped');
  return asks !== undefined && waits && !cancelled(report) ? asks : null;
}

/** Whether the check leaves something to go on with: a verdict, and at least one right. */
export function usable(report: CheckReport): boolean {
  return report.verdict !== 'failed' && report.permissions.some((row) => row.state === 'granted');
}

/** Whether the key is an MSP parent's: it opens customers, not a tenant. */
export function isParent(report: CheckReport): boolean {
  return report.checks.some(({ id, code }) => id === 'application_type' && code === 'APP_TYPE_ACCOUNTS_API');
}

/** How many customers an MSP parent's key opens, as the check told. */
export function customers(report: CheckReport): string {
  return report.checks.find(({ id }) => id === 'application_type')?.values['children'] ?? '';
}

/** The heading of the page once the check has ended. */
export function title(report: CheckReport): string {
  const { granted, wanted } = count(report.permissions);
  if (report.verdict === 'verified') return t('wizard_verified', { granted, wanted, n: wanted });
  if (report.verdict === 'limited' && usable(report)) return t('wizard_limited', { granted, wanted, n: wanted });
  if (isParent(report)) return codeTitle('APP_TYPE_ACCOUNTS_API') ?? '';
  const row = failed(report) ?? paused(report);
  const code = row?.code ?? '';
  return (code === '' ? null : codeTitle(code)) ?? t(cancelled(report) ? 'wizard_cancelled' : 'wizard_failed');
}

/** The sentence under the heading. */
export function lede(report: CheckReport): string {
  if (isParent(report)) return t('wizard_parent_lede', { n: customers(report) });
  if (report.verdict === 'verified') return t('wizard_verified_lede');
  if (usable(report)) return t('wizard_limited_lede');
  const row = failed(report);
  if (paused(report) !== null) return t('wizard_paused_lede');
  return row === null ? t('wizard_cancelled_lede') : t('wizard_failed_lede', { n: position(row.id), check: t(`check_${row.id}`) });
}

function cancelled(report: CheckReport): boolean {
  return report.checks.some((row) => row.code === 'CANCELLED');
}

/** The report with one right asked again. */
export function replaced(report: CheckReport, row: PermissionRow): CheckReport {
  const permissions = report.permissions.map((old) => (old.id === row.id ? row : old));
  const { granted, wanted } = count(permissions);
  const verdict = report.verdict === 'failed' ? 'failed' : granted === wanted ? 'verified' : 'limited';
  const some = permissions.some(({ state }) => state === 'granted');
  const checks = report.checks.map((old) => (old.id === 'permissions' ? summed(old, { granted, wanted }, some) : old));
  return { ...report, permissions, verdict, checks };
}

function summed(row: CheckRow, { granted, wanted }: Count, some: boolean): CheckRow {
  if (!some || (row.code !== '' && row.code !== 'PERM_MISSING' && row.code !== 'PERM_NONE_OR_NETWORK')) return row;
  const code: Code | '' = granted === wanted ? '' : 'PERM_MISSING';
  return { ...row, state: code === '' ? 'pass' : 'warn', code, values: { ...row.values, granted: String(granted), wanted: String(wanted) } };
}

/** Whether the keychain kept and gave back the dummy; false too when it was not asked. */
export function keychainWorks(report: CheckReport | null): boolean {
  return report?.checks.find((row) => row.id === 'keychain')?.state === 'pass';
}
