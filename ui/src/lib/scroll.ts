/** Where each page of the history was scrolled to, so that going back shows what was left. */
const left = new Map<number, readonly number[]>();
const PATIENCE_MS = 1500;
let next = 1;

/** Marks the entry of the history that the window is at. */
export function newEntry(): number {
  const entry = next++;
  history.replaceState({ entry }, '');
  return entry;
}

/** The mark of an entry that was there before. */
export function entryOf(state: unknown): number | null {
  return typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'number' ? state.entry : null;
}

/** Keeps where the page is scrolled to, before another takes its place. */
export function leave(entry: number): void {
  left.set(entry, scrollers().map(({ scrollTop }) => scrollTop));
}

/** Goes to where the page was scrolled to, as soon as it is long enough. */
export async function comeBack(entry: number): Promise<void> {
  const wanted = left.get(entry) ?? [];
  if (wanted.every((top) => top === 0)) return;
  const began = performance.now();
  while (performance.now() - began < PATIENCE_MS) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const found = scrollers();
    wanted.forEach((top, at) => {
      const box = found[at];
      if (box !== undefined && box.scrollTop !== top) box.scrollTop = top;
    });
    if (wanted.every((top, at) => found[at] !== undefined && Math.abs(found[at].scrollTop - top) < 1)) return;
  }
}

function scrollers(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('main .scroll, main [role="grid"]')];
}
