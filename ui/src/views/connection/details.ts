import type { DetailsEntered } from '$lib/generated/contract';

/** What a new connection starts with. */
export function plainDetails(colour = 1): DetailsEntered {
  return {
    group: null, colour, initials: '', label: 'production', owner_contact: '', ticket_url: '', notes: '', key_created: null, rotation_days: null, log_days: 180, favourite: false,
  };
}

/** Whether anything was said that a new connection does not say by itself. */
export function said(details: DetailsEntered): boolean {
  return JSON.stringify(details) !== JSON.stringify(plainDetails());
}
