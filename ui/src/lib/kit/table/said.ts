import { clock } from '$lib/clock.svelte';
import { COLUMNS, type ColumnKind, type ViewName } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { DASH, date, dateTime, fullTime, number } from '$lib/i18n/format';
import { flag, list, num, text, type Row } from '$lib/rows/cells';
import type { Look } from '../states';

/**
 * What a cell says, in words. The table draws it, in as few elements as it takes: a page of rows is two hundred cells,
 * and each element of them is time until they are seen.
 */
export interface Said {
  readonly word: string;
  /** In place of `word`: a tenant's texts, each set apart from the others. */
  readonly items?: readonly string[];
  /** A tenant's own text: it may run the other way, and is covered while names are. */
  readonly own?: boolean;
  readonly ink?: 'key' | 'mid' | 'dim' | 'strong' | undefined;
  /** The sign before the word, and the colour of both. */
  readonly look?: Look | undefined;
  readonly title?: string | undefined;
}

/** What the cells of a view say; none for one that takes more than words, which the view draws itself. */
export type Saying = (column: string, row: Row) => Said | null;

interface Ways {
  /** What stands for nothing; an en dash: no value applies. */
  readonly none?: string | undefined;
  /** A time with its hour. */
  readonly clockTime?: boolean;
}

const kinds = new Map<ViewName, ReadonlyMap<string, ColumnKind>>();

/** A table asks for each cell. */
function kindOf(view: ViewName, column: string): ColumnKind {
  const known = kinds.get(view) ?? new Map(COLUMNS[view].map(({ id, kind }) => [id, kind]));
  kinds.set(view, known);
  return known.get(column) ?? 'text';
}

/** A value as its column's kind is written. */
export function byKind(view: ViewName, column: string, row: Row, { none = DASH, clockTime = false }: Ways = {}): Said {
  const kind = kindOf(view, column);
  if (kind === 'number' || kind === 'percent') {
    const amount = num(row, column);
    return { word: amount === null ? none : number(amount) };
  }
  if (kind === 'bool') {
    const yes = flag(row, column);
    return { word: yes === null ? none : t(yes ? 'value_yes' : 'value_no') };
  }
  if (kind === 'list') {
    const items = list(row, column);
    return items.length === 0 ? nothing(none) : { word: '', items, ink: 'mid', title: items.join(', ') };
  }
  const raw = text(row, column);
  if (raw === null || raw === '') return nothing(none);
  if (kind === 'time') return { word: clockTime ? dateTime(raw, clock.now) : date(raw, clock.now), ink: 'mid', title: fullTime(raw) };
  return { word: raw, own: true, title: raw };
}

/** That there is no value, in words. */
export function nothing(word: string = DASH): Said {
  return { word, ink: 'dim' };
}

/** A name, by which the row is known. */
export function named(word: string | null, title: string | null = word): Said {
  return { word: word ?? '', own: true, ink: 'key', title: title ?? undefined };
}

/** A state: sign and word. */
export function sign(look: Look, word: string, title?: string): Said {
  return { word, look, ink: 'key', title };
}

/** A word of ours for a value of Duo's, which stands in the tooltip. */
export function choice(word: string, value: string | null, ink?: Said['ink']): Said {
  return { word, ink, title: value ?? undefined };
}
