import type { Tag } from '$lib/generated/contract';

/** The commands whose answers are kept, and the tag that makes each stale. */
export const FEEDS = {
  app_info: 'preferences',
  preferences_get: 'preferences',
  organisations: 'clients',
  clients: 'clients',
  parents: 'clients',
  client_groups: 'clients',
  connection_details: 'clients',
  sync_status: 'client_data',
  sync_coverage: 'client_data',
  data_sizes: 'clients',
  log_state: 'preferences',
  overview: 'client_data',
  view_rows: 'client_data',
  view_counts: 'client_data',
  app_detail: 'client_data',
  sign_in_hours: 'client_data',
  user_detail: 'client_data',
  licence_review: 'client_data',
  licence_duplicates: 'client_data',
  licence_trend: 'client_data',
  licence_scenarios: 'client_data',
  licence_defaults: 'preferences',
  report_settings: 'preferences',
  client_report_page: 'client_data',
} as const satisfies Record<string, Tag>;

export type QueryName = keyof typeof FEEDS;
