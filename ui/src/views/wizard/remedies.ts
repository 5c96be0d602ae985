import type { Code } from '$lib/generated/contract';

/** What can be done from a failed row: go to a field, paste again, or check again. */
export type Remedy = 'host' | 'ikey' | 'paste' | 'retry';

const PASTE: readonly Code[] = ['AUTH_SIGNATURE', 'AUTH_ROTATED', 'APP_TYPE_AUTH_API', 'APP_TYPE_ACCOUNTS_API', 'APP_TYPE_UNKNOWN'];
const HOST: readonly Code[] = ['NET_DNS', 'NET_TLS_NAME', 'RESP_REDIRECT', 'NET_PROTOCOL'];

/** The first is the likeliest to help. */
export function remedies(code: Code): readonly Remedy[] {
  if (PASTE.includes(code)) return ['paste', 'retry'];
  if (code === 'AUTH_IKEY') return ['host', 'ikey', 'paste'];
  if (HOST.includes(code)) return ['host', 'retry'];
  if (code.startsWith('HOST_')) return ['host'];
  if (code.startsWith('IKEY_')) return ['ikey'];
  if (code.startsWith('SKEY_')) return ['paste'];
  return ['retry'];
}
