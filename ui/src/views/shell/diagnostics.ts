import type { AppInfo, ClientSummary } from '$lib/generated/contract';

/** What may be sent to whoever helps: versions, codes and times; no name, no key, no secret. */
export function diagnostics({ version, os, notices }: AppInfo, client: ClientSummary | null, page: string): string {
  const lines = [`Tandem ${version} (${os})`, `page: ${page.replace(/\?.*/, '')}`, `window: ${innerWidth} x ${innerHeight}, ${navigator.userAgent}`];
  const told = notices.map(({ code }) => `notice: ${code}`);
  const connection = client === null ? [] : [`connection: ${client.state} ${client.state_code ?? ''}`.trim(), `last sync: ${client.last_sync ?? 'never'}`, `sample: ${client.sample}`];
  return [...lines, ...told, ...connection].join('\n');
}
