import { afterEach, describe, expect, it } from 'vitest';
import { timeDisplay } from './display.svelte';
import { age, date, usableLocale } from './format';

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

describe('a date', () => {
  const now = new Date('2026-11-22T02:00:00Z');
  afterEach(() => {
    [timeDisplay.zone, timeDisplay.iso] = [null, false];
  });

  it.each(['Pacific/Honolulu', 'UTC', 'Pacific/Kiritimati'])('of the calendar is the same day in %s', (zone) => {
    timeDisplay.zone = zone;
    expect(date('2026-12-01', now)).toBe('Dec 1');
    expect(date('2027-01-01', now)).toBe('Jan 1, 2027');
    timeDisplay.iso = true;
    expect(date('2026-12-01', now)).toBe('2026-12-01');
  });

  it('bears its year where that is another one in the zone in force', () => {
    const [before, after] = ['2025-12-31T23:30:00Z', new Date('2026-01-01T10:00:00Z')];
    timeDisplay.zone = 'Europe/Zurich';
    expect(date(before, after)).toBe('Jan 1');
    timeDisplay.zone = 'UTC';
    expect(date(before, after)).toBe('Dec 31, 2025');
  });
});
