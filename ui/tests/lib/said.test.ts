import { describe, expect, it } from 'vitest';
import { byKind } from '$lib/kit';
import type { Row } from '$lib/rows/cells';
import { said as ofDevice } from '$views/devices/said';
import { said as ofLicence } from '$views/licences/said';
import { said as ofPolicy } from '$views/policies/said';
import { said as ofUser } from '$views/users/said';

describe('what a cell says', () => {
  it.each<readonly [string, Row, object]>([
    ['idle_days', { idle_days: 1200 }, { word: '1\u202f200' }],
    ['idle_days', { idle_days: 0 }, { word: '0' }],
    ['idle_days', { idle_days: null }, { word: '–' }],
    ['is_enrolled', { is_enrolled: false }, { word: 'No' }],
    ['is_enrolled', {}, { word: '–' }],
    ['email', { email: 'a@b.example' }, { word: 'a@b.example', own: true, title: 'a@b.example' }],
    ['email', { email: '' }, { word: '–', ink: 'dim' }],
    ['groups', { groups: ['A', 'B'] }, { word: '', items: ['A', 'B'], ink: 'mid', title: 'A, B' }],
    ['groups', { groups: [] }, { word: '–', ink: 'dim' }],
    ['last_seen', { last_seen: null }, { word: '–', ink: 'dim' }],
  ])('of %s %o is written as its kind is', (column, row, words) => {
    expect(byKind('users', column, row)).toEqual(words);
  });

  it('names the first of what lets a user past, with all in the tooltip', () => {
    const must = (row: Row): unknown => ofUser('must_mfa', row);
    expect(must({ must_mfa: true, let_past: [] })).toMatchObject({ word: 'Yes', look: { tone: 'plain' } });
    expect(must({ must_mfa: false, let_past: ['no_factor', 'policy'] })).toMatchObject({ word: 'No factor', look: { tone: 'fail' }, title: 'No factor, Policy' });
    expect(must({ must_mfa: false, let_past: ['policy'] })).toMatchObject({ look: { tone: 'warn' } });
    expect(must({ must_mfa: null })).toMatchObject({ word: '–' });
  });

  it('makes long idleness heavy, and leaves chips to the view', () => {
    expect(ofUser('idle_days', { idle_days: 90 })).toMatchObject({ ink: 'strong' });
    expect(ofUser('idle_days', { idle_days: 89 })?.ink).toBeUndefined();
    expect(ofUser('reasons', { reasons: ['idle'] })).toBeNull();
    expect(ofLicence('reasons', { reasons: ['idle'] })).toBeNull();
  });

  it("tells Duo's own word in the tooltip, and none of ours", () => {
    expect(ofDevice('screenlock', { kind: 'phone', screenlock: 'unlocked' })).toMatchObject({ title: 'unlocked' });
    expect(ofDevice('standing', { kind: 'phone', standing: 'out_of_date' })).toMatchObject({ word: 'Out of date', title: undefined });
    expect(ofDevice('screenlock', { kind: 'phone', screenlock: null })).toEqual({ word: '–', ink: 'dim' });
  });

  it('tells an owner from several, and nobody from an administrator', () => {
    expect(ofDevice('username', { username: 'ada', owners: 1, users: ['ada'] })).toMatchObject({ word: 'ada', own: true });
    expect(ofDevice('username', { username: 'ada', owners: 2, users: ['ada', 'ben'] })).toBeNull();
    expect(ofDevice('username', { username: null, unassigned: true })).toMatchObject({ word: 'No owner', ink: 'dim' });
  });

  it('takes what a policy leaves open for what the global one says', () => {
    expect(ofPolicy('user_auth', { user_auth: null })).toMatchObject({ word: 'As global', ink: 'dim' });
    expect(ofPolicy('user_auth', { user_auth: 'bypass' })).toMatchObject({ look: { tone: 'warn' } });
    expect(ofPolicy('remembered_days', { remembered_days: 0 })).toMatchObject({ word: 'No' });
    expect(ofPolicy('name', { name: 'Global', is_global: true })).toBeNull();
  });
});
