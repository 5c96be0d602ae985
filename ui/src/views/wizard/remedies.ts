import type { CheckRow, Code } from '$lib/generated/contract';

/** What can be done from a row that failed or warns. */
export type Remedy = 'host' | 'ikey' | 'paste' | 'compare' | 'retry' | 'network' | 'direct' | 'steps' | 'copy' | 'session' | 'stop' | 'remember' | 'status' | 'time' | 'children';

/** The first is the likeliest to help. */
const REMEDIES: Partial<Record<Code, readonly Remedy[]>> = {
  NET_DNS: ['host', 'compare', 'retry'],
  NET_DNS_ALL: ['retry', 'network'],
  NET_CONNECT: ['retry', 'network'],
  NET_TIMEOUT: ['retry', 'network'],
  NET_RESET: ['retry', 'network'],
  NET_TRUNCATED: ['retry', 'network'],
  NET_PROTOCOL: ['host', 'retry', 'network'],
  NET_PROXY: ['direct', 'network', 'retry'],
  NET_PROXY_AUTH: ['network', 'retry'],
  NET_PROXY_REFUSED: ['host', 'retry', 'network'],
  NET_TLS: ['retry', 'copy'],
  NET_TLS_UNTRUSTED: ['retry', 'network', 'copy'],
  NET_TLS_INSPECTED: ['network', 'retry'],
  NET_TLS_EXPIRED: ['retry', 'time', 'copy'],
  NET_TLS_NAME: ['host', 'retry'],
  NET_TLS_VERSION: ['retry', 'copy'],
  TLS_INSPECTION: ['remember', 'stop'],
  RESP_TOO_LARGE: ['host', 'retry', 'copy'],
  RESP_NOT_JSON: ['retry', 'network'],
  RESP_REDIRECT: ['host', 'retry'],
  AUTH_IKEY: ['compare', 'host', 'ikey', 'paste'],
  AUTH_SIGNATURE: ['paste', 'retry'],
  AUTH_ROTATED: ['paste', 'retry'],
  AUTH_NO_CREDENTIALS: ['retry', 'network', 'copy'],
  CLOCK_OFF: ['time'],
  CLOCK_FAR: ['time'],
  CLOCK_SKEW: ['retry', 'copy'],
  APP_TYPE_AUTH_API: ['paste'],
  APP_TYPE_ACCOUNTS_API: ['children', 'paste'],
  APP_TYPE_UNKNOWN: ['paste', 'retry'],
  PERM_NONE_OR_NETWORK: ['steps', 'retry'],
  FILE_UNREADABLE: ['network', 'retry'],
  CA_FILE: ['network', 'retry'],
  CA_FILE_PART: ['network', 'retry'],
  PROXY_ADDRESS: ['network', 'retry'],
  PROXY_VARIABLE: ['network', 'direct', 'retry'],
  RATE_LIMIT: ['retry'],
  SERVER_ERROR: ['retry', 'status', 'copy'],
  RESP_BAD_JSON: ['retry', 'status', 'copy'],
  KEY_BAD: ['retry', 'session'],
  KEY_LOCKED: ['retry', 'session'],
  KEY_MISSING: ['retry', 'session'],
  KEY_TIMEOUT: ['retry', 'session'],
  KEY_UNAVAILABLE: ['retry', 'session'],
};

/** Codes with remedies of their own; each is explained by a title and a fix. */
export const EXPLAINED: readonly string[] = Object.keys(REMEDIES);

/** Warnings that something can be done about. */
const WARNINGS: readonly string[] = ['TLS_INSPECTION', 'CLOCK_OFF', 'CLOCK_FAR'];

/** What a row offers; nothing where nothing is to be done. Linux has no address of its time settings. */
export function remedies({ code, state }: Pick<CheckRow, 'code' | 'state'>, os?: string): readonly Remedy[] {
  if (code === '' || (state !== 'fail' && state !== 'warn')) return [];
  if (state === 'warn' && !WARNINGS.includes(code) && !code.startsWith('KEY_')) return [];
  if (code.startsWith('HOST_')) return ['host'];
  if (code.startsWith('IKEY_')) return ['ikey'];
  if (code.startsWith('SKEY_')) return ['paste'];
  const offered = REMEDIES[code] ?? ['retry', 'copy'];
  return os === 'windows' || os === 'macos' ? offered : offered.filter((remedy) => remedy !== 'time');
}
