import type { Condition, ValueCount } from '$lib/generated/contract';

export const KINDS = ['saas', 'identity_provider', 'remote_access', 'machine_logon', 'duo', 'unknown'] as const;
export type Kind = (typeof KINDS)[number];
/** Shown at first; the others are one click away. */
export const FIRST: readonly Kind[] = ['saas', 'identity_provider'];

/** Conditions are joined by *and*: some kinds are shown by leaving out the others. */
export function onlyKinds(shown: readonly Kind[]): readonly Condition[] {
  return KINDS.filter((kind) => !shown.includes(kind)).map((value) => ({ column: 'kind', op: 'ne', value }));
}

/** The kinds that the conditions leave in. */
export function shownKinds(filter: readonly Condition[]): readonly Kind[] {
  return KINDS.filter((kind) => !filter.some(({ column, op, value }) => column === 'kind' && op === 'ne' && value === kind));
}

export function countOf(counts: readonly ValueCount[] | undefined, kinds: readonly Kind[]): number | undefined {
  return counts?.filter(({ value }) => kinds.some((kind) => kind === value)).reduce((sum, { count }) => sum + count, 0);
}
