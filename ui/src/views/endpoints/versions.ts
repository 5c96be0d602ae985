import type { Condition } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import type { ChartSeries, ChartTable, StackLine } from '$lib/kit';

/** How a version stands to the newest of its system that was seen at this client, the best first; `unknown` = it is not told, or has no number. */
export const STANDINGS = ['newest', 'behind', 'out_of_date', 'unknown'] as const;
type Standing = (typeof STANDINGS)[number];

export interface SystemVersions {
  readonly os: string;
  readonly versions: readonly Version[];
}

interface Version {
  readonly version: string | null;
  readonly standing: Standing;
  readonly count: number;
}

/** The condition on rows of a standing. */
export function stands(standing: Standing): Condition {
  return standing === 'unknown' ? { column: 'standing', op: 'empty', value: '' } : { column: 'standing', op: 'eq', value: standing };
}

export function standings(): readonly ChartSeries[] {
  return [
    { id: 'newest', label: t('posture_newest'), paint: 'accent' },
    { id: 'behind', label: t('posture_behind'), paint: 'warn' },
    { id: 'out_of_date', label: t('posture_out_of_date'), paint: 'fail' },
    { id: 'unknown', label: t('os_unknown'), paint: 'plain' },
  ];
}

const collator = new Intl.Collator('en', { numeric: true });

function ordered({ versions }: SystemVersions): readonly Version[] {
  return versions.toSorted((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || collator.compare(b.version ?? '', a.version ?? ''));
}

export function lines(systems: readonly SystemVersions[]): readonly StackLine[] {
  return systems.map((system) => ({
    key: system.os,
    label: system.os,
    parts: ordered(system).map(({ version, standing, count }) => ({ id: standing, value: count, title: `${version ?? t('os_unknown')}: ${number(count)}` })),
  }));
}

export function table(systems: readonly SystemVersions[], unit: string): ChartTable {
  const word = new Map(standings().map(({ id, label }) => [id, label]));
  return {
    head: [t('column_endpoints_os'), t('column_endpoints_os_version'), unit, t('column_endpoints_standing')],
    rows: systems.flatMap((system) => ordered(system).map(({ version, standing, count }) => [system.os, version, count, word.get(standing) ?? ''])),
  };
}

/** How many have a version of the system that is out of date. */
export function outOfDate({ versions }: SystemVersions): number {
  return versions.reduce((sum, { standing, count }) => (standing === 'out_of_date' ? sum + count : sum), 0);
}
