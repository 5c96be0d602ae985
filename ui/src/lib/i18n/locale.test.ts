import { describe, expect, it } from 'vitest';
import { age, usableLocale } from './format';

describe('usableLocale', () => {
  it('keeps a language tag', () => {
    expect(usableLocale('de-CH')).toBe('de-CH');
  });

  it.each(['C', 'POSIX_', '', 'en_US.UTF-8'])('writes dates in English where the system says %j', (tag) => {
    expect(usableLocale(tag)).toBe('en');
    expect(() => new Intl.DateTimeFormat(usableLocale(tag))).not.toThrow();
  });
});

describe('age', () => {
  it('is now within half a minute, before and after', () => {
    const now = new Date('2026-11-22T02:00:00Z');
    expect(age('2026-11-22T02:00:20Z', now)).toBe('now');
    expect(age('2026-11-22T01:59:40Z', now)).toBe('now');
    expect(age('2026-11-22T01:58:00Z', now)).toBe('2 min. ago');
  });
});
