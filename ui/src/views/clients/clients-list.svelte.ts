import type { ClientSummary, ConnectionState, Figure } from '$lib/generated/contract';
import type { Row } from '$lib/rows/cells';

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

/** Search and filters of the list of clients. */
export class ClientsList {
  search = $state('');
  state = $state<ConnectionState | ''>('');
  lowCoverage = $state(false);
  over = $state(false);

  readonly #all: () => readonly ClientSummary[];

  constructor(all: () => readonly ClientSummary[]) {
    this.#all = all;
  }

  readonly shown: readonly ClientSummary[] = $derived.by(() =>
    this.#all()
      .filter((client) => matches(client, this.search.trim().toLowerCase()))
      .filter(({ state }) => this.state === '' || state === this.state)
      .filter((client) => !this.lowCoverage || low(client))
      .filter((client) => !this.over || overUsed(client)),
  );

  readonly rows: readonly Row[] = $derived(
    this.shown
      .map((client) => ({
        id: client.id,
        name: client.organisation.name + client.name,
        state: RANK[client.state],
        billable: value(client.billable),
        paid: client.paid,
        seats: seats(client),
        reclaimable: value(client.reclaimable),
        coverage: value(client.coverage),
        bypass: value(client.bypass),
        last_sync: client.last_sync,
      }))
      .sort((a, b) => a.state - b.state || a.name.localeCompare(b.name)),
  );

  readonly narrowed: number = $derived(Number(this.search.trim() !== '') + Number(this.state !== '') + Number(this.lowCoverage) + Number(this.over));

  count(test: (client: ClientSummary) => boolean): number {
    return this.#all().filter(test).length;
  }

  clear(): void {
    this.search = '';
    this.state = '';
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

export function low({ coverage }: ClientSummary): boolean {
  const percent = value(coverage);
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

function matches({ name, organisation, host }: ClientSummary, search: string): boolean {
  return search === '' || [name, organisation.name, host].some((text) => text.toLowerCase().includes(search));
}
