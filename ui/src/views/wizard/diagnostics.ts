import type { CheckReport } from '$lib/generated/contract';

/** What may be sent to whoever helps: codes, times and states; the report holds no secret and only a shortened key. */
export function diagnostics(report: CheckReport): string {
  const rows = report.checks.map(({ id, state, code, ms, values }) => `${id}: ${state} ${code} ${ms} ms ${JSON.stringify(values)}`);
  const rights = report.permissions.map(({ id, state, code, status, ms }) => `${id}: ${state} ${code} HTTP ${status ?? '-'} ${ms} ms`);
  const skew = report.clock_skew_seconds === null ? 'not measured' : `${report.clock_skew_seconds} s`;
  return [`verdict: ${report.verdict}`, `host: ${report.host}`, `integration key: ${report.ikey}`, `clock: ${skew}`, ...rows, ...rights].join('\n');
}
