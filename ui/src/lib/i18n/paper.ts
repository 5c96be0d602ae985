import type { Paper } from '$lib/generated/contract';

/** Regions that print on Letter; all others print on A4. */
const LETTER = ['US', 'CA', 'MX', 'BO', 'CL', 'CO', 'CR', 'DO', 'GT', 'NI', 'PA', 'PH', 'PR', 'SV', 'VE'];

/** The paper of a language tag's region: `en-US` prints on Letter; a tag without a region, or none at all, on A4. */
export function paperOf(tag: string): Paper {
  const region = tag.split('-').slice(1).find((part) => /^[A-Z]{2}$/.test(part));
  return region !== undefined && LETTER.includes(region) ? 'letter' : 'a4';
}

/** The paper of this computer's region. */
export function localPaper(): Paper {
  return paperOf(navigator.language);
}
