import type { WaterfallStep } from '$lib/generated/contract';

export interface Step extends WaterfallStep {
  /** Users before this bar: where it begins. */
  readonly from: number;
}

/**
 * Each bar begins where the last one ended, counted from the end of the billable bar, so that the eye adds them up;
 * what is left, in use, begins at nought. Steps without users are left out, save the last.
 */
export function steps(waterfall: readonly WaterfallStep[]): readonly Step[] {
  let end = waterfall.reduce((sum, { users }) => sum + users, 0);
  return waterfall
    .map((step) => {
      end -= step.users;
      return { ...step, from: end };
    })
    .filter(({ users, reason }) => users > 0 || reason === null);
}
