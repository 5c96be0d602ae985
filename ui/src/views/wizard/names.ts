import type { CheckReport } from '$lib/generated/contract';

/** Providers whose domain names no customer. */
const COMMON = new Set(['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'yahoo.com', 'icloud.com', 'gmx.net', 'gmx.de', 'bluewin.ch']);

/** What the connection may be called: the settings' name, else the commonest mail domain, else the host. */
export function suggestedName(report: CheckReport): string {
  const named = report.account.name?.trim() ?? '';
  if (named !== '') return named;
  const domain = report.identity?.mail_domains.find((entry) => !COMMON.has(entry.domain.toLowerCase()));
  return domain?.domain ?? report.host;
}

/** The same for a further connection of a company: its name comes first. */
export function nameWithin(company: string, name: string): string {
  return name.toLowerCase().startsWith(company.toLowerCase()) ? name : `${company} - ${name}`;
}
