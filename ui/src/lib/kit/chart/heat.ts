import type { ChartTable } from './chart';

/** A cell of a heat map; `value` null: nothing was read of it, so a gap and never a nought. */
export interface HeatCell {
  readonly value: number | null;
  /** Read in part only: its figure is told, over a hatch. */
  readonly partial?: boolean | undefined;
  /** In words, with what it stands for: "Mon 9:00 to 10:00: 41 sign-ins". */
  readonly title: string;
}

export interface HeatLine {
  readonly key: string;
  readonly label: string;
  readonly cells: readonly HeatCell[];
}

/** Strength by size and by colour, so that it reads without the colour. */
export const SIDES = [0, 0.36, 0.52, 0.68, 0.84, 1] as const;

/** The least figure of each step, lowest first: equal stretches from 1 to the most, at most five, none for nothing but noughts. */
export function bounds(most: number): readonly number[] {
  const steps = Math.min(SIDES.length - 1, Math.floor(most));
  return Array.from({ length: steps }, (_, at) => Math.floor((most * at) / steps) + 1);
}

/** The step of a figure: 0 for nought, else from 1. */
export function stepOf(value: number, of: readonly number[]): number {
  return of.filter((least) => value >= least).length;
}

/** How strongly a step is drawn, of the five: the highest is always the strongest. */
export function strength(step: number, of: readonly number[]): number {
  return step === 0 ? 0 : SIDES.length - 1 - (of.length - step);
}

/** First and last figure of each step. */
export function ranges(of: readonly number[], most: number): readonly (readonly [number, number])[] {
  return of.map((least, at) => [least, (of[at + 1] ?? most + 1) - 1]);
}

/** Columns downward, lines across: a day has more hours than a week has days. */
export function heatTable(lines: readonly HeatLine[], columns: readonly string[], corner: string): ChartTable {
  return {
    head: [corner, ...lines.map(({ label }) => label)],
    rows: columns.map((column, at) => [column, ...lines.map(({ cells }) => cells[at]?.value ?? null)]),
  };
}
