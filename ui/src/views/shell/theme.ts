import type { Preferences } from '$lib/generated/contract';
import { timeDisplay } from '$lib/i18n/display.svelte';
import { zoneOf } from '$lib/i18n/zones';

/** Puts preferences on the page, for the client that is open; zoom is the window's own. "System" leaves the choice to the OS. */
export function applyPreferences({ theme, reduced_motion, time_zone, date_format }: Preferences, clientZone: string | null): void {
  const { dataset } = document.documentElement;
  set(dataset, 'theme', theme === 'system' ? null : theme);
  set(dataset, 'motion', reduced_motion ? 'none' : null);
  timeDisplay.zone = zoneOf(time_zone, clientZone);
  timeDisplay.iso = date_format === 'iso';
}

function set(dataset: DOMStringMap, name: string, value: string | null): void {
  if (value === null) Reflect.deleteProperty(dataset, name);
  else dataset[name] = value;
}
