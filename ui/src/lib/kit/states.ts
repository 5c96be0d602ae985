import type { ConnectionState, DataSetState, PermissionState, RowState } from '$lib/generated/contract';
import type { IconName } from './icons';

export type Tone = 'ok' | 'warn' | 'fail' | 'unk' | 'info' | 'plain';
/** One shape, one meaning. */
export type StateName =
  | 'passed'
  | 'warning'
  | 'failed'
  | 'limited'
  | 'not_evaluated'
  | 'skipped'
  | 'locked'
  | 'stale'
  | 'draft'
  | 'disabled'
  | 'running';

export interface Look {
  readonly icon: IconName;
  readonly tone: Tone;
}

export const STATES: Readonly<Record<StateName, Look>> = {
  passed: { icon: 'passed', tone: 'ok' },
  warning: { icon: 'warning', tone: 'warn' },
  failed: { icon: 'failed', tone: 'fail' },
  limited: { icon: 'limited', tone: 'warn' },
  not_evaluated: { icon: 'not_evaluated', tone: 'unk' },
  skipped: { icon: 'skipped', tone: 'unk' },
  locked: { icon: 'locked', tone: 'warn' },
  stale: { icon: 'stale', tone: 'unk' },
  draft: { icon: 'draft', tone: 'unk' },
  disabled: { icon: 'disabled', tone: 'plain' },
  running: { icon: 'running', tone: 'info' },
};

export const CONNECTION_STATE: Readonly<Record<ConnectionState, StateName>> = {
  draft: 'draft',
  verified: 'passed',
  limited: 'limited',
  needs_attention: 'failed',
  stale: 'stale',
  locked: 'locked',
  disconnected: 'disabled',
};

export const DATA_SET_STATE: Readonly<Record<DataSetState, StateName>> = {
  never: 'not_evaluated',
  waiting: 'stale',
  running: 'running',
  done: 'passed',
  partial: 'limited',
  denied: 'not_evaluated',
  not_offered: 'disabled',
  not_in_edition: 'disabled',
  truncated: 'limited',
  failed: 'failed',
};

export const PERMISSION_STATE: Readonly<Record<PermissionState, StateName>> = {
  granted: 'passed',
  missing: 'failed',
  unavailable: 'disabled',
  unknown: 'not_evaluated',
};

export const ROW_STATE: Readonly<Record<RowState, StateName>> = {
  running: 'running',
  pass: 'passed',
  warn: 'warning',
  fail: 'failed',
  skipped: 'skipped',
};
