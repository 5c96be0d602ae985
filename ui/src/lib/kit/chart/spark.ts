interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Spark {
  /** Path data, one for each stretch that was read. */
  readonly lines: readonly string[];
  /** Where the newest value stands. */
  readonly last: Point | null;
  /** How far from the start nothing was read, in px. */
  readonly unread: number;
}

/** Room for the width of the line and for the dot. */
const EDGE = 2;

/** A line of values from nought to the greatest of them; a value that was not read breaks it. */
export function spark(values: readonly (number | null)[], width: number, height: number): Spark {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? (width - 2 * EDGE) / (values.length - 1) : 0;
  const round = (n: number): number => Math.round(n * 10) / 10;
  const at = (value: number, place: number): Point => ({ x: round(EDGE + place * step), y: round(height - EDGE - (value / most) * (height - 2 * EDGE)) });
  const stretches: Point[][] = [];
  let broken = true;
  for (const [place, value] of values.entries()) {
    if (value !== null) {
      if (broken) stretches.push([]);
      stretches.at(-1)?.push(at(value, place));
    }
    broken = value === null;
  }
  const first = values.findIndex((value) => value !== null);
  return {
    lines: stretches.map((points) => points.map(({ x, y }, n) => `${n === 0 ? 'M' : 'L'}${String(x)} ${String(y)}`).join('')),
    last: broken ? null : (stretches.at(-1)?.at(-1) ?? null),
    unread: first === -1 ? width - EDGE : first === 0 ? 0 : at(0, first - 1).x + round(step / 2),
  };
}
