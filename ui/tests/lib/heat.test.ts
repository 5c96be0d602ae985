import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { SignInHours } from '$lib/generated/contract';
import { bounds, ranges, stepOf, strength } from '$lib/kit/chart/heat';
import HeatMap from '$lib/kit/chart/HeatMap.svelte';
import { busiest, heatLines, HOUR_LABELS } from '$views/common/hours';
import { lines, outOfDate } from '$views/endpoints/versions';
import { textBars } from '$views/common/text-bars';

type Hour = NonNullable<SignInHours['hours']>[number];

/** Mondays at 9:00 have 40, Tuesdays at 0:00 were not read, at 1:00 in part; everything else is nought. */
function week(): readonly Hour[] {
  const hours: Hour[] = Array.from({ length: 168 }, () => ({ sign_ins: 0, read: 4, unread: 0 }));
  hours[9] = { sign_ins: 40, read: 4, unread: 0 };
  hours[24] = { sign_ins: 0, read: 0, unread: 4 };
  hours[25] = { sign_ins: 3, read: 3, unread: 1 };
  return hours;
}

describe('the steps of a heat map', () => {
  it.each([[0, []], [1, [1]], [3, [1, 2, 3]], [5, [1, 2, 3, 4, 5]], [192, [1, 39, 77, 116, 154]]])('with most %i begin at %j', (most, expected) => {
    expect(bounds(most)).toEqual(expected);
  });

  it('have every figure once, nought in none, and the most in the strongest', () => {
    for (const most of [1, 2, 7, 100, 1_000_003]) {
      const of = bounds(most);
      const all = ranges(of, most);
      expect([all[0]?.[0], all.at(-1)?.[1]]).toEqual([1, most]);
      expect(all.slice(1).every(([from], at) => from === (all[at]?.[1] ?? 0) + 1)).toBe(true);
      expect([stepOf(0, of), strength(stepOf(most, of), of)]).toEqual([0, 5]);
    }
  });
});

describe('the hours of a week', () => {
  it('tell a nought from a gap, and what is missing of an hour', () => {
    const lines = heatLines(week());
    expect(lines.map(({ label }) => label)).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
    expect(lines[0]?.cells[9]).toEqual({ value: 40, title: 'Mon 09:00 to 10:00: 40 sign-ins' });
    expect(lines[0]?.cells[23]?.title).toBe('Mon 23:00 to 00:00: 0 sign-ins');
    expect(lines[1]?.cells[0]).toEqual({ value: null, title: 'Tue 00:00 to 01:00: not read' });
    expect(lines[1]?.cells[1]).toEqual({ value: 3, partial: true, title: 'Tue 01:00 to 02:00: 3 sign-ins; 1 of 4 such hours not read whole' });
    expect(busiest(lines)).toBe('Most on Mon 09:00 to 10:00: 40 sign-ins');
    expect(busiest(heatLines(week().map((hour) => ({ ...hour, sign_ins: 0 }))))).toBeNull();
  });
});

describe('a heat map', () => {
  const facts = { title: 'When people sign in', unit: 'sign-ins', n: 43, period: '25 Oct to 22 Nov', zone: 'Europe/Zurich', asOf: 'As of 22 Nov' };
  const shown = () => render(HeatMap, { facts, lines: heatLines(week()), columns: HOUR_LABELS, every: 3, corner: 'Hour', said: 'Most on Monday' });

  it('is walked with the keys and says each figure', async () => {
    const user = userEvent.setup();
    shown();
    expect(screen.getByText('25 Oct to 22 Nov, Europe/Zurich, n 43 sign-ins. As of 22 Nov')).toBeTruthy();
    expect(screen.getByText('Most on Monday')).toBeTruthy();
    const cells = screen.getAllByRole('gridcell');
    expect(cells).toHaveLength(168);
    expect(cells.filter((cell) => cell.getAttribute('tabindex') === '0')).toEqual([cells[0]]);
    cells[0]?.focus();
    await user.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(cells[24]);
    expect(await screen.findByText('Tue 00:00 to 01:00: not read')).toBeTruthy();
    await user.keyboard('{End}{ArrowRight}{Home}{ArrowRight}');
    expect(document.activeElement).toBe(cells[25]);
    expect(cells.filter((cell) => cell.getAttribute('tabindex') === '0')).toEqual([cells[25]]);
  });

  it('draws nothing for a nought, a hatch for a gap, and gives its figures as a table', async () => {
    const user = userEvent.setup();
    shown();
    const at = (cell: string) => screen.getByRole('gridcell', { name: cell });
    const drawn = (cell: string) => at(cell).querySelectorAll('rect').length;
    expect([drawn('Mon 09:00 to 10:00: 40 sign-ins'), drawn('Mon 10:00 to 11:00: 0 sign-ins')]).toEqual([2, 1]);
    expect(at('Tue 00:00 to 01:00: not read').querySelector('rect')?.getAttribute('fill')).toContain('-unread');
    await user.click(screen.getByRole('button', { name: 'Table' }));
    const rows = screen.getAllByRole('row').map((row) => Array.from(row.children, ({ textContent }) => textContent).join('|'));
    expect(rows).toHaveLength(25);
    expect([rows[0], rows[1], rows[10]]).toEqual(['Hour|Mon|Tue|Wed|Thu|Fri|Sat|Sun', '00:00|0|–|0|0|0|0|0', '09:00|40|0|0|0|0|0|0']);
  });
});

describe('versions of a system', () => {
  const told = (version: string | null, standing: 'newest' | 'behind' | 'out_of_date' | 'unknown', count: number) => ({ version, standing, count });
  const versions = [told('12', 'out_of_date', 1), told('14.7', 'behind', 2), told('15.1', 'newest', 3), told('15.10', 'newest', 4), told('beta', 'unknown', 5), told(null, 'unknown', 6)];
  it('stand by their standing, then the newest first, and those out of date are counted', () => {
    const [line] = lines([{ os: 'iOS', versions }]);
    expect(line?.parts.map(({ id, title }) => [id, title])).toEqual([['newest', '15.10: 4'], ['newest', '15.1: 3'], ['behind', '14.7: 2'], ['out_of_date', '12: 1'], ['unknown', 'beta: 5'], ['unknown', 'Version not told: 6']]);
    expect([outOfDate({ os: 'iOS', versions }), outOfDate({ os: 'iOS', versions: versions.slice(1) })]).toEqual([1, 0]);
  });
});

describe('texts as bars', () => {
  it('keep what is not told, and never round something to nothing', () => {
    const bars = textBars([{ text: 'CH', count: 999 }, { text: '', count: 1 }], (raw) => raw || 'Unknown');
    expect(bars.map(({ label, aside, keep }) => [label, aside, keep])).toEqual([['CH', '100 %', false], ['Unknown', '< 1 %', true]]);
  });
});
