import type { Condition, Operator, Sort, ViewName, ViewQuery } from '$lib/generated/contract';
import { Arrangement } from './arrangement.svelte';
import { Selection } from './selection.svelte';

/** Every row. */
export const WHOLE: ViewQuery = { filter: [], search: null, sort: null, offset: 0, limit: 0, after: null };

/** What a table is asked for: search, conditions, order. */
export class TableState {
  search = $state('');
  sort = $state.raw<Sort | null>(null);
  filter = $state.raw<readonly Condition[]>([]);
  readonly selection = new Selection();
  /** How its columns are arranged, in a table that has a name. */
  readonly arrangement: Arrangement | null;
  readonly view: ViewName | undefined;

  /** With `view`, the user's columns and saved views are kept; with `name`, those of a table that is no view. Made where a component starts. */
  constructor(start: { view?: ViewName; name?: 'clients'; sort?: Sort; filter?: readonly Condition[] } = {}) {
    this.view = start.view;
    const name = start.view ?? start.name;
    this.arrangement = name === undefined ? null : new Arrangement(name);
    this.sort = start.sort ?? null;
    this.filter = start.filter ?? [];
  }

  /** The query without a window. */
  readonly query: ViewQuery = $derived({
    filter: [...this.filter],
    search: this.search.trim() === '' ? null : this.search.trim(),
    sort: this.sort,
    offset: 0,
    limit: 0,
    after: null,
  });

  /** How many things narrow the rows: of several conditions on one column, such as two ends, people see one filter. */
  readonly narrowed: number = $derived(new Set(this.filter.map(({ column }) => column)).size + (this.query.search === null ? 0 : 1));

  /** The same without the conditions on one column: for counts by that column. */
  without(column: string): ViewQuery {
    return { ...this.query, sort: null, filter: this.query.filter.filter((condition) => condition.column !== column) };
  }

  /** The value of the condition on a column with this comparison. */
  value(column: string, op: Operator = 'eq'): string | null {
    return this.filter.find((condition) => condition.column === column && condition.op === op)?.value ?? null;
  }

  has(wanted: Condition): boolean {
    return this.filter.some((condition) => same(condition, wanted));
  }

  /** Replaces all conditions on a column; none when `value` is null. */
  set(column: string, value: string | null, op: Operator = 'eq'): void {
    const others = this.filter.filter((condition) => condition.column !== column);
    this.filter = value === null ? others : [...others, { column, op, value }];
  }

  toggle(wanted: Condition): void {
    this.filter = this.has(wanted) ? this.filter.filter((condition) => !same(condition, wanted)) : [...this.filter, wanted];
  }

  /** Adds a condition that is not there yet. */
  narrow(wanted: Condition): void {
    if (!this.has(wanted)) this.filter = [...this.filter, wanted];
  }

  clear(): void {
    this.filter = [];
    this.search = '';
  }

  order(column: string, descending: boolean): void {
    this.sort = { column, descending };
  }

  /** Ascending, descending, and round again. */
  sortBy(column: string): void {
    this.sort = { column, descending: this.sort?.column === column && !this.sort.descending };
  }
}

/** Conditions from a link's `filter` value; none when it is not a list of them. */
export function readFilter(query: URLSearchParams): readonly Condition[] {
  try {
    const parsed: unknown = JSON.parse(query.get('filter') ?? '[]');
    return Array.isArray(parsed) ? parsed.filter(isCondition) : [];
  } catch {
    return [];
  }
}

const OPERATORS: readonly string[] = ['eq', 'ne', 'in', 'ge', 'le', 'contains', 'empty', 'present'] satisfies Operator[];

/** The values of `in`; none when they are not a list of texts. */
export function valuesOf(value: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed.filter((one): one is string => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

function isCondition(value: unknown): value is Condition {
  return (
    typeof value === 'object' && value !== null && 'column' in value && 'op' in value && 'value' in value &&
    typeof value.column === 'string' && typeof value.value === 'string' && typeof value.op === 'string' && OPERATORS.includes(value.op)
  );
}

function same(a: Condition, b: Condition): boolean {
  return a.column === b.column && a.op === b.op && a.value === b.value;
}
