import type { ValueCount } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import type { ChartSeries, ChartTable, StackLine } from '$lib/kit';

/** How a version stands to the newest of its system that was seen at this client: Duo itself does not say what is out of date. */
export type Standing = 'newest' | 'behind' | 'older' | 'unknown';

export interface SystemVersions {
  readonly os: string;
  readonly versions: readonly ValueCount[];
  /** All versions of the system that were seen at this client, of devices of whatever kind. */
  readonly seen: readonly ValueCount[];
}

/** The leading number of a version: `15` of `15.6.1`. */
export function major(version: string): number | null {
  const found = /^\s*(\d{1,6})(?:\D|$)/.exec(version);
  return found === null ? null : Number(found[1]);
}

/** One main version behind is `behind`, more is `older`. */
export function standing(version: string | null, versions: readonly ValueCount[]): Standing {
  const seen = [...new Set(versions.flatMap(({ value }) => (value === null ? [] : (major(value) ?? []))))].sort((a, b) => b - a);
  const own = version === null ? null : major(version);
  if (own === null) return 'unknown';
  const at = seen.indexOf(own);
  return at === 0 ? 'newest' : at === 1 ? 'behind' : 'older';
}

export function standings(): readonly ChartSeries[] {
  return [
    { id: 'newest', label: t('os_newest'), paint: 'accent' },
    { id: 'behind', label: t('os_behind'), paint: 'warn' },
    { id: 'older', label: t('os_older'), paint: 'fail' },
    { id: 'unknown', label: t('os_unknown'), paint: 'plain' },
  ];
}

const ORDER: readonly Standing[] = ['newest', 'behind', 'older', 'unknown'];
const collator = new Intl.Collator('en', { numeric: true });

function ordered({ versions, seen }: SystemVersions): readonly (ValueCount & { readonly standing: Standing })[] {
  return versions
    .map((one) => ({ ...one, standing: standing(one.value, seen) }))
    .toSorted((a, b) => ORDER.indexOf(a.standing) - ORDER.indexOf(b.standing) || collator.compare(b.value ?? '', a.value ?? ''));
}

export function lines(systems: readonly SystemVersions[]): readonly StackLine[] {
  return systems.map((system) => ({
    key: system.os,
    label: system.os,
    parts: ordered(system).map(({ value, count, standing }) => ({ id: standing, value: count, title: `${value ?? t('os_unknown')}: ${number(count)}` })),
  }));
}

export function table(systems: readonly SystemVersions[], unit: string): ChartTable {
  const word = new Map(standings().map(({ id, label }) => [id, label]));
  return {
    head: [t('column_endpoints_os'), t('column_endpoints_os_version'), unit, t('os_standing')],
    rows: systems.flatMap((system) => ordered(system).map(({ value, count, standing }) => [system.os, value, count, word.get(standing) ?? ''])),
  };
}

/** The versions of a system that are out of date, and how many devices have them. */
export function outOfDate(system: SystemVersions): { readonly values: readonly string[]; readonly count: number } {
  const old = ordered(system).filter(({ standing }) => standing === 'older');
  return { values: old.flatMap(({ value }) => (value === null ? [] : [value])), count: old.reduce((sum, { count }) => sum + count, 0) };
}
