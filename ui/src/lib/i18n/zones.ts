import type { TimeZone } from '$lib/generated/contract';

/** This computer's zone. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The zone that a choice means for a client; none = this computer's. */
export function zoneOf(choice: TimeZone, client: string | null): string | null {
  if (choice === 'utc') return 'UTC';
  return choice === 'client' && client !== null && known(client) ? client : null;
}

/** The names that can be chosen, with one that this computer does not know. */
export function zones(chosen: string | null): readonly string[] {
  const all = typeof Intl.supportedValuesOf === 'function' ? Intl.supportedValuesOf('timeZone') : [localZone()];
  return chosen === null || all.includes(chosen) ? all : [chosen, ...all];
}

function known(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
