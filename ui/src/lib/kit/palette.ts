import { fits } from './fuzzy';
import type { IconName } from './icons';

export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** What kind of thing it is, or where it is. */
  readonly detail?: string | undefined;
  readonly icon: IconName;
  readonly keys?: string | undefined;
  /** The label is a client's own text. */
  readonly said?: true;
  readonly run: () => void;
}

/** Most items shown at once: nobody reads further, one types on. */
const MOST = 60;

/** What fits, best first; what was chosen lately goes first among equals, and above all while nothing is typed. */
export function matching(items: readonly PaletteItem[], typed: string, recent: readonly string[]): readonly PaletteItem[] {
  const rank = (id: string): number => (recent.indexOf(id) + 1 || recent.length + 1);
  return items
    .map((item) => ({ item, score: best(item, typed) }))
    .filter((found): found is { item: PaletteItem; score: number } => found.score !== null)
    .toSorted((a, b) => b.score - a.score || rank(a.item.id) - rank(b.item.id))
    .slice(0, MOST)
    .map(({ item }) => item);
}

function best({ label, detail }: PaletteItem, typed: string): number | null {
  const own = fits(label, typed);
  const more = detail === undefined ? null : fits(`${detail} ${label}`, typed);
  return own === null && more === null ? null : Math.max(own ?? -Infinity, (more ?? -Infinity) - 200);
}
