import type { DataSetState, DataSetStatus } from '$lib/generated/contract';

/** What needs a look, the gravest first, then what is under way; states that are not here are as they should be. */
const TROUBLE: readonly DataSetState[] = ['failed', 'partial', 'truncated', 'denied', 'never', 'running'];
/** Below this many, a list is short enough to be whole. */
const SHORT = 8;

export interface Folded {
  /** Always shown. */
  readonly first: readonly DataSetStatus[];
  /** Behind "Show all", in their own order. */
  readonly rest: readonly DataSetStatus[];
  readonly complete: number;
  /** Their turn comes in this run. */
  readonly waiting: number;
  /** Not of this edition or region: nothing to do. */
  readonly absent: number;
  /** The oldest time of those that are folded. */
  readonly oldest: string | null;
}

/** Trouble and what is under way first; what was read whole, waits for its turn or is not offered is folded. */
export function folded(sets: readonly DataSetStatus[]): Folded {
  const rank = ({ state, quarantined }: DataSetStatus): number => (TROUBLE.includes(state) ? TROUBLE.indexOf(state) : quarantined > 0 ? TROUBLE.length : -1);
  const first = sets.filter((set) => rank(set) >= 0).toSorted((a, b) => rank(a) - rank(b));
  const rest = sets.filter((set) => rank(set) < 0);
  const of = (one: DataSetState): number => rest.filter(({ state }) => state === one).length;
  const times = rest.flatMap(({ as_of }) => (as_of === null ? [] : [as_of]));
  const [complete, waiting] = [of('done'), of('waiting')];
  const counted = { complete, waiting, absent: rest.length - complete - waiting, oldest: times.toSorted()[0] ?? null };
  return sets.length <= SHORT ? { first: [...first, ...rest], rest: [], ...counted } : { first, rest, ...counted };
}
