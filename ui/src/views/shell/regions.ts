/** Parts of the window between which F6 goes, in the order in which they are read. */
const REGIONS = '[data-region], aside.panel';
const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea, [tabindex="0"]';

/** Puts the focus into the next region, or the one before. */
export function nextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>(REGIONS)].filter((region) => region.getClientRects().length > 0 || !laidOut());
  if (regions.length === 0) return;
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + step + regions.length) % regions.length] ?? regions[0];
  if (next !== undefined) enter(next, regions);
}

function enter(region: HTMLElement, regions: readonly HTMLElement[]): void {
  // A region inside another one is its own stop: the panel is not the start of the page.
  const own = (element: HTMLElement): boolean => !regions.some((other) => other !== region && region.contains(other) && other.contains(element));
  const heading = region.querySelector<HTMLElement>('h1');
  const target = region.querySelector<HTMLElement>('[aria-current="page"]') ?? heading ?? [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].find(own) ?? region;
  if (!target.matches(FOCUSABLE) && !target.hasAttribute('tabindex')) target.tabIndex = -1;
  target.focus();
}

/** Without layout nothing has boxes. */
function laidOut(): boolean {
  return document.body.getClientRects().length > 0;
}
