import { describe, expect, it } from 'vitest';
import { paperOf } from './paper';

describe('paper', () => {
  it.each([
    ['en-US', 'letter'],
    ['fr-CA', 'letter'],
    ['es-Latn-MX', 'letter'],
    ['en-GB', 'a4'],
    ['de-CH', 'a4'],
    ['en', 'a4'],
    ['C', 'a4'],
    ['', 'a4'],
  ])('of %s is %s', (tag, paper) => {
    expect(paperOf(tag)).toBe(paper);
  });
});
