// The window with an engine in memory, for looking at in a browser; no part of the product's build.
import { answers, crash, dataSets, LOGS, syncStatus } from '../fixtures/answers';
import type { AppInfo, Code, LicenceReview, NotEvaluatedReason, Preferences } from '$lib/generated/contract';
import { forty } from '../fixtures/clients';
import { PREFERENCES } from '../fixtures/preferences';
import { install, refuse, type Handlers } from '../fixtures/backend';
import { parentKey, parents } from '../fixtures/parent';
import { checked, refusedKeys, wizard } from '../fixtures/wizard';

const query = new URLSearchParams(location.search);
// ?forty: a long list.
const given = answers(new Date(), ...(query.has('forty') ? [forty(new Date())] : []));
// ?check=limited, ?check=parent, ?check=AUTH_IKEY: what the wizard's check finds.
const found = query.get('check');
const report = found === 'parent' ? parentKey() : found === null ? checked() : found === 'limited' ? checked(['read_resource', 'read_log']) : refusedKeys(found as 'AUTH_IKEY');
// ?sync=elsewhere, ?sync=partial, ?sync=damaged, ?sync=paused: how the reading of the open client stands.
const sync = query.get('sync');
const sets = dataSets(new Date().toISOString(), new Date(Date.now() - 60 * 86_400_000).toISOString());
const told: Handlers = {
  ...(sync === 'elsewhere' && { sync_status: ({ client }) => syncStatus(client, sets, { elsewhere: true }) }),
  ...(sync === 'partial' && { sync_status: ({ client }) => syncStatus(client, sets.map((set) => (set.data_set === (query.get('set') ?? 'phones') ? { ...set, state: 'partial' as const, code: (query.get('code') ?? null) as Code | null } : set))) }),
  ...(sync === 'damaged' && { sync_status: () => Promise.reject(refuse('DB_CORRUPT')) }),
  // ?notice=FOLDER_SYNCED: what the start of the program has to say.
  ...(query.has('notice') && { app_info: async () => ({ ...(await given.app_info?.({})) as AppInfo, notices: [{ code: query.get('notice') as Code, values: { path: '/home/tech/.local/share/tandem' } }] }) }),
  // ?crash: what the dialog of a crash shows, once.
  ...(query.has('crash') && { log_state: () => ({ ...LOGS, last_crash: crash(new Date(Date.now() - 20 * 60_000)) }) }),
  // ?over: more users than seats.
  ...(query.has('over') && { licence_review: async (of) => ({ ...(await given.licence_review?.(of)), over: { value: 12 } }) as LicenceReview }),
};
// ?refuse=backup_make:DISK_FULL|purge:DB_BUSY, ?wait=backup_make|users: commands that are refused, and that are never answered.
const named = (parameter: string): string[] => (query.get(parameter) ?? '').split('|').filter((name) => name !== '');
const refused: Handlers = Object.fromEntries(named('refuse').map((one) => one.split(':')).map(([name = '', code]) => [name, () => Promise.reject(refuse(code as Code))]));
const waiting: Handlers = Object.fromEntries(named('wait').map((name) => [name, () => new Promise<never>(() => undefined)]));
// ?rows=none, ?rows=never_synced, ?rows=permission_missing, ?rows=not_offered, ?rows=not_in_edition: what every table says in place of rows.
const lack = query.get('rows');
const rows: Handlers = lack === null ? {} : {
  view_rows: ({ view }) => ({
    view, as_of: null, total: 0, rows: lack === 'none' ? [] : null, next: null, read_back_to: null, gaps: [],
    not_evaluated: lack === 'none' ? [] : [{ what: view, why: { code: lack, permission: 'read_resource', data_set: 'users' } as NotEvaluatedReason }],
  }),
  view_counts: () => [],
};
const handlers = query.has('empty') ? { ...given, clients: () => [] } : given;
let preferences: Preferences | null = null;
install({
  ...wizard(new Date(), () => report),
  ...parents(),
  ...handlers,
  ...told,
  ...rows,
  ...refused,
  ...waiting,
  // ?theme=dark, ?first: before anything was read about privacy.
  preferences_get: () => ({ ...(preferences ?? PREFERENCES), theme: preferences?.theme ?? (query.get('theme') === 'dark' ? 'dark' : 'light'), privacy_read: preferences?.privacy_read ?? !query.has('first') }),
  preferences_set: (args) => (preferences = args),
});
await import('../../src/main');

// ?click=.a,.b presses the first match of each, one after the other: for pictures of what opens.
const presses = (query.get('click') ?? '').split('|').filter((selector) => selector !== '');
presses.forEach((selector, at) => setTimeout(() => document.querySelector<HTMLElement>(selector)?.click(), 1500 + at * 600));
