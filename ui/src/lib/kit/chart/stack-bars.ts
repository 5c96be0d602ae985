import type { Series } from './chart';

/** A horizontal bar made of parts. */
export interface StackLine {
  readonly key: string;
  readonly label: string;
  /** From the start, each with its series. */
  readonly parts: readonly { readonly id: string; readonly value: number; readonly title: string }[];
}

export function sumOf({ parts }: StackLine): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

/** Where the parts of a bar stand, within a width that the longest bar fills. */
export function laid(line: StackLine, series: readonly Series[], most: number, width: number) {
  let from = 0;
  return line.parts.flatMap((part) => {
    const x = (from / most) * width;
    from += part.value;
    const paint = series.find(({ id }) => id === part.id)?.paint ?? 'plain';
    return part.value === 0 ? [] : [{ ...part, paint, x, wide: Math.max(1, (part.value / most) * width - 1) }];
  });
}
