import type { Permission } from '$lib/generated/contract';

interface Right {
  readonly id: Permission;
  /** Picked unless changed. */
  readonly usual: boolean;
}

/** What can be wanted, in the order of the picker. Rights to write are not among them. */
export const RIGHTS: readonly Right[] = [
  { id: 'read_resource', usual: true },
  { id: 'read_log', usual: true },
  { id: 'read_information', usual: true },
  { id: 'settings', usual: false },
  { id: 'administrators', usual: false },
];

export const EVERY: readonly Permission[] = RIGHTS.map(({ id }) => id);
export const USUAL: readonly Permission[] = RIGHTS.filter(({ usual }) => usual).map(({ id }) => id);

/** Rights that older panels give with one plain box, which also lets a key change things. */
export const PLAIN_BOX: readonly Permission[] = ['settings', 'administrators'];

/** Adds or takes away one right; the order stays that of the picker. */
export function toggled(wanted: readonly Permission[], right: Permission, on: boolean): Permission[] {
  return RIGHTS.map(({ id }) => id).filter((id) => (id === right ? on : wanted.includes(id)));
}

/** Rights that are asked again by themselves; the log has limits of its own and is asked by hand. */
export function asksItself(right: Permission): boolean {
  return right !== 'read_log';
}
