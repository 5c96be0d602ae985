import { clock } from '$lib/clock.svelte';
import type { ClientSummary, ConnectionLabel, ConnectionState, Figure } from '$lib/generated/contract';
import type { Row } from '$lib/rows/cells';
import { inGroup } from './groups';

/** Gravest first. */
const RANK: Readonly<Record<ConnectionState, number>> = {
  needs_attention: 0,
  locked: 1,
  draft: 2,
  limited: 3,
  stale: 4,
  verified: 5,
  disconnected: 6,
};

/** What does not wait for anybody stands in no order of its own. */
const WELL = RANK.draft;

/** Search and filters of the list of clients. */
export class ClientsList {
  search = $state('');
  state = $state<ConnectionState | ''>('');
  label = $state<ConnectionLabel | ''>('');
  group = $state('');
  lowCoverage = $state(false);
  over = $state(false);

  readonly #all: () => readonly ClientSummary[];
  readonly #groupName: (id: string) => string;

  constructor(all: () => readonly ClientSummary[], groupName: (id: string) => string) {
    this.#all = all;
    this.#groupName = groupName;
  }

  readonly shown: readonly ClientSummary[] = $derived.by(() =>
    this.#all()
      .filter((client) => matches(client, this.search.trim().toLowerCase()))
      .filter((client) => inGroup(client, this.group, clock.now))
      .filter(({ state }) => this.state === '' || state === this.state)
      .filter(({ label }) => this.label === '' || label === this.label)
      .filter((client) => !this.lowCoverage || low(client))
      .filter((client) => !this.over || overUsed(client)),
  );

  readonly rows: readonly Row[] = $derived(
    this.shown
      .map((client) => ({
        id: client.id,
        name: client.organisation.name + client.name,
        favourite: client.favourite ? 0 : 1,
        group: client.group === null ? null : this.#groupName(client.group),
        label: client.label,
        state: RANK[client.state],
        last_check: client.last_check,
        utilisation: value(client.utilisation),
        billed: client.billed,
        variance: client.variance,
        billable: value(client.billable),
        paid: client.paid,
        seats: seats(client),
        reclaimable: value(client.reclaimable),
        coverage: share(client),
        bypass: value(client.bypass),
        last_sync: client.last_sync,
        psa_id: client.psa_id === '' ? null : client.psa_id,
      }))
      .sort((a, b) => Math.min(a.state, WELL) - Math.min(b.state, WELL) || a.favourite - b.favourite || a.name.localeCompare(b.name)),
  );

  readonly narrowed: number = $derived(Number(this.search.trim() !== '') + Number(this.state !== '') + Number(this.label !== '') + Number(this.group !== '') + Number(this.lowCoverage) + Number(this.over));

  count(test: (client: ClientSummary) => boolean): number {
    return this.#all().filter(test).length;
  }

  clear(): void {
    this.search = '';
    this.state = '';
    this.label = '';
    this.group = '';
    this.lowCoverage = false;
    this.over = false;
  }
}

export function value(figure: Figure): number | null {
  return 'value' in figure ? figure.value : null;
}

/** Seats left; negative when there are more users than seats. */
export function seats({ billable, paid }: ClientSummary): number | null {
  const users = value(billable);
  return users === null || paid === null ? null : paid - users;
}

/** Coverage in per cent; none where nobody counts, as a share of nobody is no figure. */
export function share({ coverage, billable }: ClientSummary): number | null {
  return value(billable) === 0 ? null : value(coverage);
}

export function low(client: ClientSummary): boolean {
  const percent = share(client);
  return percent !== null && percent < 90;
}

export function overUsed(client: ClientSummary): boolean {
  return (seats(client) ?? 0) < 0;
}

/** The sum of a figure over the clients in which it was evaluated, and how many that are. */
export function total(clients: readonly ClientSummary[], read: (client: ClientSummary) => number | null): { sum: number; known: number; unknown: number } {
  const values = clients.map(read).filter((number): number is number => number !== null);
  return { sum: values.reduce((a, b) => a + b, 0), known: values.length, unknown: clients.length - values.length };
}

function matches({ name, organisation, host, psa_id, notes }: ClientSummary, search: string): boolean {
  return search === '' || [name, organisation.name, host, psa_id, notes].some((text) => text.toLowerCase().includes(search));
}
