import type { JsonValue } from '$lib/generated/contract';

/** A row of a view, as the contract gives it. */
export type Row = Readonly<Record<string, JsonValue>>;

export function text(row: Row, column: string): string | null {
  const value = row[column];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

export function num(row: Row, column: string): number | null {
  const value = row[column];
  return typeof value === 'number' ? value : null;
}

export function flag(row: Row, column: string): boolean | null {
  const value = row[column];
  return typeof value === 'boolean' ? value : null;
}

/** The texts of a list; elements that are no text are left out. */
export function list(row: Row, column: string): readonly string[] {
  const value = row[column];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
