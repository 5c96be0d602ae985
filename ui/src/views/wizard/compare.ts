import type { CheckReport, Code } from '$lib/generated/contract';

/** Faults that holding the values beside Duo's panel can find. */
const CODES: readonly (Code | '')[] = ['NET_DNS', 'NET_PROXY_REFUSED', 'AUTH_IKEY'];
const LOOKALIKE = /[01IlOo]/;
const GROUP = 4;
/** `DI`, with which every integration key starts. */
const PREFIX = 2;

export interface Glyph {
  readonly character: string;
  /** Easily taken for another one. */
  readonly marked: boolean;
  /** A gap follows, so that the eye can count. */
  readonly gap: boolean;
}

export function comparable(report: CheckReport): boolean {
  return report.checks.some((row) => row.state === 'fail' && CODES.includes(row.code));
}

/** A value, character by character; a key in groups of four. */
export function glyphs(value: string, grouped: boolean): Glyph[] {
  const all = Array.from(value);
  return all.map((character, at) => ({ character, marked: LOOKALIKE.test(character) && !(grouped && at < PREFIX), gap: grouped && (at + 1) % GROUP === 0 && at + 1 < all.length }));
}

/** The part of a host that tells customers apart. */
export function hostId(host: string): string {
  return host.split('.')[0] ?? host;
}
