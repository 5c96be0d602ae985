import type { DataSetState, DataSetStatus } from '$lib/generated/contract';

/** What needs a look, the gravest first; states that are not here are as they should be. */
const TROUBLE: readonly DataSetState[] = ['failed', 'partial', 'truncated', 'denied', 'never', 'running', 'waiting'];
/** Below this many, a list is short enough to be whole. */
const SHORT = 8;

export interface Folded {
  /** Always shown. */
  readonly first: readonly DataSetStatus[];
  /** Behind "Show all", in their own order. */
  readonly rest: readonly DataSetStatus[];
  readonly complete: number;
  /** Not of this edition or region: nothing to do. */
  readonly absent: number;
  /** The oldest time of those that are folded. */
  readonly oldest: string | null;
}

/** Trouble and what is under way first; what was read whole, or is not offered, is folded. */
export function folded(sets: readonly DataSetStatus[]): Folded {
  const rank = ({ state }: DataSetStatus): number => TROUBLE.indexOf(state);
  const first = sets.filter((set) => rank(set) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const rest = sets.filter((set) => rank(set) < 0);
  const times = rest.flatMap(({ as_of }) => (as_of === null ? [] : [as_of]));
  const complete = rest.filter(({ state }) => state === 'done').length;
  const counted = { complete, absent: rest.length - complete, oldest: times.toSorted()[0] ?? null };
  return sets.length <= SHORT ? { first: [...first, ...rest], rest: [], ...counted } : { first, rest, ...counted };
}
