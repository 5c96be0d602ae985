import { describe, expect, it } from 'vitest';
import { usableLocale } from './format';

describe('usableLocale', () => {
  it('keeps a language tag', () => {
    expect(usableLocale('de-CH')).toBe('de-CH');
  });

  it.each(['C', 'POSIX_', '', 'en_US.UTF-8'])('writes dates in English where the system says %j', (tag) => {
    expect(usableLocale(tag)).toBe('en');
    expect(() => new Intl.DateTimeFormat(usableLocale(tag))).not.toThrow();
  });
});
