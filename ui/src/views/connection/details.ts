import type { DetailsEntered } from '$lib/generated/contract';
import { isDay } from '$lib/kit/day';

/** What a new connection starts with. */
export function plainDetails(colour = 1): DetailsEntered {
  return {
    group: null, colour, initials: '', label: 'production', owner_contact: '', ticket_url: '', psa_id: '', notes: '', key_created: null, rotation_days: null, log_days: 0, favourite: false, time_zone: null,
  };
}

/** Whether every day in it is one. */
export function daysHold(details: DetailsEntered): boolean {
  return details.key_created === null || isDay(details.key_created);
}

/** Whether anything was said that a new connection does not say by itself. */
export function said(details: DetailsEntered): boolean {
  return JSON.stringify(details) !== JSON.stringify(plainDetails());
}
