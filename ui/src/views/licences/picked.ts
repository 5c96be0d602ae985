import type { Row } from '$lib/rows/cells';
import { call } from '$lib/ipc';
import type { ViewQuery } from '$lib/generated/contract';
import { text } from '$lib/rows/cells';
import type { Selection } from '$lib/rows/selection.svelte';

const PAGE = 1000;

/** The rows that are selected; after "select all" they are asked for, since most are not loaded. */
export async function picked(client: string, query: ViewQuery, selection: Selection): Promise<readonly Row[]> {
  if (!selection.value.all) return selection.rows;
  const rows: Row[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await call('view_rows', { client, view: 'licences', query: { ...query, offset, limit: PAGE } });
    rows.push(...(page.rows ?? []));
    if (offset + PAGE >= page.total) break;
  }
  return rows.filter((row) => selection.has(text(row, 'user_id') ?? ''));
}

export function ids(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => text(row, 'user_id') ?? []);
}
