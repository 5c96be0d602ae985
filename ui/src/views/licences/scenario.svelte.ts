import type { Lane, LicenceReview, LicenceScenario, Reason, ViewQuery } from '$lib/generated/contract';

export const LEAST_DAYS = 30;
export const MOST_DAYS = 180;

/** The what-if of a client's review: table, waterfall and sums follow it. */
export class Scenario {
  idleDays = $state<number | null>(null);
  reasons = $state.raw<readonly Reason[]>([]);
  buffer = $state<number | null>(null);
  commit = $state<number | null>(null);

  readonly value: LicenceScenario = $derived({ idle_days: this.idleDays, reasons: [...this.reasons], buffer_percent: this.buffer, min_commit: this.commit });
  readonly changed: boolean = $derived(this.idleDays !== null || this.buffer !== null || this.commit !== null || this.reasons.length > 0);

  /** What a table asks for, with the days of this what-if. */
  asks(query: ViewQuery): ViewQuery {
    return this.idleDays === null ? query : { ...query, idle_days: this.idleDays };
  }

  tick(reason: Reason, on: boolean): void {
    const others = this.reasons.filter((other) => other !== reason);
    this.reasons = on ? [...others, reason] : others;
  }

  open(scenario: LicenceScenario): void {
    this.idleDays = scenario.idle_days;
    this.reasons = scenario.reasons;
    this.buffer = scenario.buffer_percent;
    this.commit = scenario.min_commit;
  }

  reset(): void {
    this.open({ idle_days: null, reasons: [], buffer_percent: null, min_commit: null });
  }
}

/** A whole number within bounds, or none for what is not one. */
export function whole(text: string, least: number, most: number): number | null {
  return /^\d{1,7}$/.test(text.trim()) ? Math.min(most, Math.max(least, Number(text))) : null;
}

/** Users of a figure; none while it is not evaluated. */
export function users(figure: LicenceReview['billable']): number | null {
  return 'value' in figure ? figure.value : null;
}

/** Users in some lanes; they are 0 too where users could not be read, which `billable` tells. */
export function candidates({ lanes }: Pick<LicenceReview, 'lanes'>, of: readonly Lane[]): number {
  return lanes.reduce((sum, { lane, users: n }) => sum + (of.includes(lane) ? n : 0), 0);
}
