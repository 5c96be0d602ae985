import type { ChildPick, ChildState, Event, ParentChild, ParentChildren, ParentSource } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';

/** Rows on the page at most; a search finds the others. */
const MOST = 300;

/** Which customers of an MSP parent are to be added, and under which names. */
export class Choosing {
  found = $state.raw<ParentChildren | null>(null);
  failure = $state.raw<CommandFailure | null>(null);
  busy = $state(false);
  /** How many were looked at so far. */
  seen = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
  query = $state('');
  picked = $state.raw<ReadonlySet<string>>(new Set());
  /** By account, as typed. */
  names = $state<Record<string, string>>({});
  /** What the parent is called here; empty = its hostname. */
  parentName = $state('');
  source = $state.raw<ParentSource | null>(null);
  #version = -1;
  /** Counts questions: only the last one's answer holds. */
  #asked = 0;

  readonly matching = $derived((this.found?.children ?? []).filter((child) => matches(child, this.names[child.account_id] ?? '', this.query)));
  readonly shown = $derived(this.matching.slice(0, MOST));
  readonly open = $derived(this.matching.filter(pickable));
  readonly chosen = $derived((this.found?.children ?? []).filter(({ account_id: id }) => this.picked.has(id)));
  readonly picks = $derived(this.chosen.map(({ account_id, suggested }): ChildPick => ({ account_id, name: (this.names[account_id] ?? suggested).trim() })));
  readonly nameless = $derived(this.picks.some(({ name }) => name === ''));
  /** A name that two of those chosen have. */
  readonly twice = $derived.by(() => {
    const seen = new Set<string>();
    return this.picks.find(({ name }) => seen.size === seen.add(name.toLowerCase()).size)?.name ?? null;
  });

  /** Asks for the list, unless it is there for these inputs. */
  async load(source: ParentSource, version: number, again = false): Promise<void> {
    if (this.#version === version && (this.busy || (!again && this.found !== null))) return;
    if (this.#version !== version) this.#forget();
    [this.source, this.#version, this.busy, this.failure, this.seen] = [source, version, true, null, null];
    const asked = (this.#asked += 1);
    try {
      const found = await call('parent_children', { source });
      if (asked === this.#asked) this.#take(found);
    } catch (error) {
      if (asked === this.#asked) this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
    }
    if (asked === this.#asked) this.busy = false;
  }

  hear(event: Event): void {
    if (event.kind !== 'parent_progress' || !this.busy || this.source === null) return;
    const id = 'draft' in this.source ? this.source.draft : this.source.saved;
    if (event.id === id) this.seen = { done: event.done, total: event.total };
  }

  pick(account: string, picked: boolean): void {
    const next = new Set(this.picked);
    if (picked) next.add(account);
    else next.delete(account);
    this.picked = next;
  }

  /** Every one that matches the search and can be added, or none of them. */
  pickAll(picked: boolean): void {
    const next = new Set(this.picked);
    for (const { account_id: id } of this.open) {
      if (picked) next.add(id);
      else next.delete(id);
    }
    this.picked = next;
  }

  count(...states: readonly ChildState[]): number {
    return (this.found?.children ?? []).filter(({ state }) => states.includes(state)).length;
  }

  /** Other keys may be another parent's; what was typed for a parent that was not known yet stays. */
  #forget(): void {
    if (this.found?.parent != null) this.parentName = '';
    this.found = null;
  }

  #take(found: ParentChildren): void {
    this.found = found;
    const open = new Set(found.children.filter(pickable).map(({ account_id: id }) => id));
    this.picked = new Set([...this.picked].filter((id) => open.has(id)));
    for (const { account_id: id, suggested } of found.children) this.names[id] ??= suggested;
    if (this.parentName === '') this.parentName = found.parent?.name ?? '';
  }
}

/** Whether a child can be added. */
export function pickable({ state }: Pick<ParentChild, 'state'>): boolean {
  return state === 'new' || state === 'kept';
}

function matches({ account_id: id, name, host }: ParentChild, typed: string, query: string): boolean {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const text = [id, name, host, typed].join('\n').toLowerCase();
  return words.every((word) => text.includes(word));
}
