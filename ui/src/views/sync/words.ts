import type { ClientSummary, DataSetStatus, LogCoverage, SyncStatus } from '$lib/generated/contract';
import { NEEDS } from '$lib/generated/contract';
import { codeText, t } from '$lib/i18n';
import { date, duration, number } from '$lib/i18n/format';

/** "12 000 of about 58 000"; none where nothing was counted. */
export function rowsText({ state, rows, total }: DataSetStatus): string | null {
  const counted = rows > 0 || state === 'done' || state === 'running' || state === 'partial';
  if (!counted) return null;
  return total !== null && total > 0 && state !== 'done' ? t('n_of_about', { n: number(rows), all: number(total) }) : number(rows);
}

/** "31 of about 89" while a run reads it, else those of the run; none where it was not asked. */
export function requestsText({ state, requests, requests_left }: DataSetStatus): string | null {
  if (state === 'running' && requests_left !== null) return t('n_of_about', { n: number(requests), all: number(requests + requests_left) });
  return requests > 0 ? number(requests) : null;
}

/** Time left of what is read or waits; none of what is not. */
export function timeText({ state, eta_seconds }: DataSetStatus): string | null {
  if (state !== 'running' && state !== 'waiting') return null;
  return eta_seconds === null ? t('not_known_yet') : duration(eta_seconds);
}

/** What is read of it next, and when. */
export function nextText({ state }: DataSetStatus, { running, paused }: SyncStatus, log: LogCoverage | undefined, client: ClientSummary): string {
  if (paused) return t('next_paused');
  if (state === 'waiting') return t('next_waiting');
  if (running && state !== 'running') return '';
  if (log?.next && (running || state === 'partial')) return t(`next_${log.next.step}`, { date: date(log.next.lo) });
  if (running) return '';
  // The sample is nobody's, and what is locked or left is read by no round.
  if (client.sample || ['draft', 'disconnected', 'locked'].includes(client.state)) return t('next_sync');
  return t(log ? 'next_within_hour' : 'next_within_day');
}

/** What stands in its way, in words, with what to do; none when nothing does. */
export function troubleText(set: DataSetStatus, { paused }: SyncStatus, client: ClientSummary): string | null {
  const right = NEEDS[set.data_set];
  if (set.state === 'denied') return t('set_denied', { permission: t(`permission_${right}`), label: t(`permission_new_${right}`) });
  if (paused && set.code === 'CANCELLED') return t('sync_paused_set');
  if (set.code) return codeText(set.code, { host: client.host, name: client.name });
  return set.state === 'partial' ? t('set_partial') : null;
}
