import type { Look } from './states';

/** Duo's statuses: "active" stays neutral, so that the others stand out. */
export const STATUS: Readonly<Record<string, Look>> = {
  active: { icon: 'passed', tone: 'plain' },
  bypass: { icon: 'bypass', tone: 'warn' },
  disabled: { icon: 'disabled', tone: 'plain' },
  'locked out': { icon: 'locked', tone: 'fail' },
  expired: { icon: 'stale', tone: 'plain' },
  'pending activation': { icon: 'stale', tone: 'warn' },
  'pending deletion': { icon: 'trash', tone: 'plain' },
};

export const STRONGEST: Readonly<Record<string, Look>> = {
  phishing_resistant: { icon: 'key', tone: 'plain' },
  push: { icon: 'device', tone: 'plain' },
  passcode: { icon: 'token', tone: 'plain' },
  sms_or_call: { icon: 'warning', tone: 'warn' },
  none: { icon: 'failed', tone: 'fail' },
};

export const LANE: Readonly<Record<string, Look>> = {
  ready: { icon: 'passed', tone: 'plain' },
  review: { icon: 'eye', tone: 'plain' },
  protected: { icon: 'shield', tone: 'plain' },
};

export const RESULT: Readonly<Record<string, Look>> = {
  success: { icon: 'passed', tone: 'ok' },
  denied: { icon: 'failed', tone: 'fail' },
  fraud: { icon: 'warning', tone: 'fail' },
  error: { icon: 'warning', tone: 'warn' },
};

export const UNKNOWN: Look = { icon: 'help', tone: 'unk' };

/** The look of a value of an open set. */
export function look(table: Readonly<Record<string, Look>>, value: string): Look {
  return table[value] ?? UNKNOWN;
}
