/** Spans of days that a log is most often asked for; each ends today. */
export const LAST = ['1', '7', '30', '90'] as const;

/** The first day of so many that end today, as `2026-11-21`; of UTC, as the log's days are. */
export function firstOf(days: string, now: Date): string {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(today - (Number(days) - 1) * 86_400_000).toISOString().slice(0, 10);
}
