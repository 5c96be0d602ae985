import type { ClientReportOf, Paper, ReportFormat, ReportKind, ReportNames, ReportSettings, TimeZone } from '$lib/generated/contract';
import { localPaper } from '$lib/i18n/paper';
import { localZone, zoneOf } from '$lib/i18n/zones';

export const KINDS: readonly ReportKind[] = ['licences', 'coverage', 'evidence', 'check'];
export const DAYS = ['7', '30', '90', '180'] as const;
export type Days = (typeof DAYS)[number];

/** What can be chosen for a kind; the others are the same for all. */
export interface Offers {
  readonly days: boolean;
  readonly people: boolean;
  readonly ips: boolean;
  readonly money: boolean;
}
const OFFERS: Readonly<Record<ReportKind, Offers>> = {
  licences: { days: false, people: true, ips: false, money: true },
  coverage: { days: true, people: true, ips: true, money: false },
  evidence: { days: true, people: true, ips: true, money: false },
  check: { days: false, people: false, ips: false, money: false },
};

/** What a report is to be: what was chosen on the page, else what the settings offer. */
export class Choice {
  kind = $state<ReportKind>('licences');
  #format = $state<ReportFormat>('html');
  /** Of a PDF's pages. */
  paper = $state<Paper>(localPaper());
  days = $state<Days>('30');
  #hideIps = $state<boolean | null>(null);
  msp = $state(false);
  #names = $state<ReportNames | null>(null);
  #prices = $state<boolean | null>(null);
  #zone = $state<TimeZone | null>(null);
  readonly #settings: () => ReportSettings | undefined;
  readonly #client: () => { readonly id: string; readonly time_zone: string | null };

  constructor(kind: string | null, client: () => { readonly id: string; readonly time_zone: string | null }, settings: () => ReportSettings | undefined) {
    this.kind = KINDS.find((one) => one === kind) ?? 'licences';
    this.#client = client;
    this.#settings = settings;
  }

  get offers(): Offers {
    return OFFERS[this.kind];
  }

  get formats(): readonly ReportFormat[] {
    return this.kind === 'evidence' ? ['html', 'pdf', 'xlsx', 'csv', 'json', 'zip'] : ['html', 'pdf', 'xlsx', 'csv', 'json'];
  }

  /** A form that this kind does not have is none. */
  get format(): ReportFormat {
    return this.formats.includes(this.#format) ? this.#format : 'html';
  }

  set format(format: ReportFormat) {
    this.#format = format;
  }

  get names(): ReportNames {
    return this.#names ?? this.#settings()?.names ?? 'names';
  }

  set names(names: ReportNames) {
    this.#names = names;
  }

  get prices(): boolean {
    return this.#prices ?? this.#settings()?.prices ?? true;
  }

  set prices(prices: boolean) {
    this.#prices = prices;
  }

  get hideIps(): boolean {
    return this.#hideIps ?? this.#settings()?.hide_ips ?? true;
  }

  set hideIps(hide: boolean) {
    this.#hideIps = hide;
  }

  get zones(): readonly TimeZone[] {
    return this.#client().time_zone === null ? ['local', 'utc'] : ['client', 'local', 'utc'];
  }

  /** A client without a zone is told in this computer's. */
  get zone(): TimeZone {
    const wanted = this.#zone ?? this.#settings()?.time_zone ?? 'client';
    return this.zones.includes(wanted) ? wanted : 'local';
  }

  set zone(zone: TimeZone) {
    this.#zone = zone;
  }

  /** The report that was chosen, without its form: the page is the same for all. */
  get of(): ClientReportOf {
    const { offers } = this;
    const { id, time_zone } = this.#client();
    return {
      client: id, kind: this.kind, time_zone: zoneOf(this.zone, time_zone) ?? localZone(),
      ...(offers.people && { names: this.names }), ...(offers.ips && { hide_ips: this.hideIps }), ...(offers.days && { days: Number(this.days) }), ...(offers.money && { prices: this.prices, msp: this.msp }),
    };
  }
}
