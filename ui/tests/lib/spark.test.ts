import { describe, expect, it } from 'vitest';
import { spark } from '$lib/kit/chart/spark';
import { weeks } from '$views/saas/app';

describe('a sparkline', () => {
  it('goes from nought at the foot to the greatest value at the head', () => {
    expect(spark([0, 5, 10], 80, 20)).toEqual({ lines: ['M2 18L40 10L78 2'], last: { x: 78, y: 2 }, unread: 0 });
  });

  it('is broken where nothing was read, and says how far back that is', () => {
    const { lines, last, unread } = spark([null, 4, null, 4, 0], 80, 20);
    expect(lines).toEqual(['M21 2', 'M59 2L78 18']);
    expect(last).toEqual({ x: 78, y: 18 });
    expect(unread).toBe(11.5);
    expect(spark([null, null], 80, 20)).toEqual({ lines: [], last: null, unread: 78 });
  });

  it('lies at the foot where nothing happened', () => {
    expect(spark([0, 0], 80, 20).lines).toEqual(['M2 18L78 18']);
  });
});

describe('the weeks of an application', () => {
  it('are told in words too, a week that was not read as such', () => {
    expect(weeks({ weeks: '[null,1200,0]' })).toEqual({ values: [null, 1200, 0], label: 'Sign-ins a week, the last 12 weeks: not read, 1\u202F200, 0' });
  });

  it('are none without a sign-in', () => {
    expect([weeks({ weeks: '[null,0,0]' }), weeks({ weeks: null }), weeks({}), weeks({ weeks: '{' })]).toEqual([null, null, null, null]);
  });
});
