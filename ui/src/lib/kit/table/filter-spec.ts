import type { Condition, Operator } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { date } from '$lib/i18n/format';
import type { TableState } from '$lib/rows/table-state.svelte';

export interface FilterOption {
  readonly label: string;
  readonly value: string;
  /** Equal, unless said otherwise: `empty` for "none", `contains` in lists. */
  readonly op?: Operator;
  readonly count?: string | undefined;
}

/** A filter that a view offers; one column each. */
export interface FilterSpec {
  readonly column: string;
  readonly label: string;
  /** One of some choices; a least number; from and to a day; a part of a text; yes or no. */
  readonly kind: 'choice' | 'number' | 'date' | 'text' | 'flag';
  readonly options?: readonly FilterOption[];
}

/** The choices of a filter. */
export function optionsOf(spec: FilterSpec): readonly FilterOption[] {
  if (spec.kind === 'flag') return [{ label: t('value_yes'), value: 'true' }, { label: t('value_no'), value: 'false' }];
  return spec.options ?? [];
}

/** What a filter keeps now, in words; none while it is off. */
export function filterWords(spec: FilterSpec, state: TableState): string | null {
  const on = state.filter.filter(({ column }) => column === spec.column);
  if (on.length === 0) return null;
  return on.map((condition) => words(spec, condition)).join(', ');
}

function words(spec: FilterSpec, condition: Condition): string {
  const { op, value } = condition;
  const option = optionsOf(spec).find((one) => matches(one, condition));
  if (option) return option.label;
  if (spec.kind === 'date') return t(op === 'ge' ? 'filter_from' : 'filter_to', { value: date(value) });
  if (spec.kind === 'number' && op === 'ge') return `≥ ${value}`;
  if (op === 'empty') return t('nothing');
  return value;
}

export function matches(option: FilterOption, { op, value }: Condition): boolean {
  return (option.op ?? 'eq') === op && option.value === value;
}
