import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CheckRow, Code, FieldResult } from '$lib/generated/contract';
import { codeFix, codeTitle } from '$lib/i18n';
import { comparable, glyphs, hostId } from '$views/wizard/compare';
import { suggestedName } from '$views/wizard/names';
import { EXPLAINED, remedies } from '$views/wizard/remedies';
import { toggled, USUAL } from '$views/wizard/rights';
import { seen, seenRight } from '$views/wizard/seen';
import { count, keychainWorks, lede, paused, replaced, title, usable } from '$views/wizard/verdict';
import { Watch } from '$views/wizard/watch.svelte';
import { belongs, suggestion, words } from '$views/wizard/words';
import { checked, refusedKeys, right } from '../fixtures/wizard';

const NONE = (): ReturnType<typeof checked> => checked(['read_resource', 'read_log', 'read_information'], { permissions: { state: 'fail', code: 'PERM_NONE_OR_NETWORK' } });

it('gives every failure with a remedy a title and a fix', () => {
  const codes = EXPLAINED.filter((code) => code !== 'TLS_INSPECTION') as Code[];
  expect(codes.filter((code) => codeTitle(code) === null || codeFix(code) === null)).toEqual([]);
});

describe('verdict', () => {
  it('is the title of the page', () => {
    expect(title(checked())).toBe('Verified: 3 of 3 wanted rights');
    expect(title(checked(['read_log']))).toBe('Limited: 2 of 3 wanted rights');
    expect(title(refusedKeys('AUTH_IKEY'))).toBe('Duo does not know this key');
    expect(title(NONE())).toBe('The keys are right, but Duo allows nothing');
    expect(lede(refusedKeys('AUTH_IKEY'))).toContain('6: Keys accepted');
  });

  it('says cancelled when nothing failed', () => {
    const report = checked();
    const checks = report.checks.map((row) => ({ ...row, state: 'skipped' as const, code: 'CANCELLED' as const }));
    expect(title({ ...report, verdict: 'failed', checks, permissions: [] })).toBe('The check was cancelled');
  });

  it('waits where the network can read what would be signed', () => {
    const skipped = { state: 'skipped' as const, code: 'NEEDS' as const, values: { needs: '3' } };
    const report = { ...checked([], { tls: { state: 'warn', code: 'TLS_INSPECTION' }, ping: skipped, clock: skipped, keys: skipped, application_type: skipped, permissions: skipped }), verdict: 'failed' as const, permissions: [] };
    expect([paused(report)?.id, title(report), lede(report)]).toEqual(['tls', 'TLS inspection', 'The check waits for your answer. Your keys have not been used.']);
    expect(paused(checked([], { tls: { state: 'warn', code: 'TLS_INSPECTION' } }))).toBeNull();
  });

  it('leaves nothing to go on with when no right is granted', () => {
    expect([usable(checked()), usable(checked(['read_log'])), usable(NONE()), usable(refusedKeys('AUTH_IKEY'))]).toEqual([true, true, false, false]);
  });

  it('counts wanted rights alone and follows a right that was asked again', () => {
    expect(count(checked(['read_log']).permissions)).toEqual({ granted: 2, wanted: 3 });
    const mended = replaced(checked(['read_log']), right('read_log', 'granted'));
    expect([mended.verdict, mended.checks.find(({ id }) => id === 'permissions')?.state]).toEqual(['verified', 'pass']);
    const first = replaced(NONE(), right('read_resource', 'granted'));
    expect([first.verdict, first.checks.find(({ id }) => id === 'permissions')?.state, usable(first)]).toEqual(['limited', 'warn', true]);
    expect(replaced(refusedKeys('AUTH_IKEY'), right('read_log', 'granted')).verdict).toBe('failed');
  });

  it('trusts the keychain only after it worked', () => {
    expect([keychainWorks(checked()), keychainWorks(checked([], { keychain: { state: 'warn', code: 'KEY_UNAVAILABLE' } })), keychainWorks(null)]).toEqual([true, false, false]);
  });
});

describe('what was seen', () => {
  const row = (change: Partial<CheckRow>): CheckRow => ({ id: 'dns', state: 'pass', code: '', ms: 1, values: {}, ...change });

  it('is left out where its value did not come', () => {
    expect(seen(row({ values: { addresses: '3' } }))).toBe('addresses: 3');
    expect(seen(row({}))).toBeNull();
  });

  it('claims rights to read only when they are known', () => {
    const type = row({ id: 'application_type' });
    expect([seen(type, true), seen(type, false), seen(type, null)]).toEqual(['Admin API, rights to read only', 'Admin API; whether it may also write is not known', null]);
  });

  it('names what a skipped row needs, and what answered', () => {
    expect(seen(row({ state: 'skipped', code: 'NEEDS', values: { needs: '2' } }))).toBe('needs 2');
    expect(seen(row({ state: 'fail', code: 'AUTH_IKEY', values: { status: '401', code: '40102' } }))).toBe('HTTP 401, code 40102');
    expect(seenRight(right('read_log', 'missing'))).toBe('403, asked twice');
  });
});

describe('fields', () => {
  const result = (change: Partial<FieldResult>): FieldResult => ({ field: 'host', kind: 'accept', code: null, value: null, length: null, values: {}, cleaned: [], belongs_in: null, saved_as: null, ...change });

  it('say what became of an input', () => {
    expect(words(result({ kind: 'accept_normalised', code: 'HOST_NORMALISED', value: 'api-1a2b3c4d.duosecurity.com', cleaned: [{ part: 'space_after', n: 1 }, { part: 'https', n: 1 }, { part: 'capital', n: 3 }] }))).toEqual({ state: 'passed', text: 'Cleaned: using api-1a2b3c4d.duosecurity.com. Removed: 1 trailing space, https://. 3 capitals made small.' });
    expect(words(result({ field: 'ikey', kind: 'accept_normalised', value: 'DIABCDEFGHIJ12345678', cleaned: [{ part: 'small_letter', n: 1 }] })).text).toBe('Cleaned: using DIABCDEFGHIJ12345678. 1 small letter made a capital.');
    expect(words(result({ field: 'skey', kind: 'accept_normalised', length: 40, cleaned: [{ part: 'quote', n: 2 }] })).text).toBe('40 characters, kept. Removed: 2 quote marks.');
    expect(words(result({ field: 'skey', kind: 'accept_warn', code: 'SKEY_UNUSUAL_LENGTH', values: { len: '39' }, cleaned: [{ part: 'line_break', n: 1 }] })).text).toMatch(/39.*Removed: 1 line break\.$/);
    expect(words(result({ kind: 'accept_warn', code: 'HOST_UNUSUAL_ID' })).state).toBe('warning');
    expect(words(result({ field: 'skey', length: 40 })).text).toBe('40 characters, kept.');
    expect(words(result({ field: 'ikey', kind: 'reject', code: 'IKEY_LENGTH', values: { len: '19' } }))).toEqual({ state: 'failed', text: 'An integration key has 20 characters; this has 19.' });
  });

  it('offer a value or another field only where the engine did', () => {
    expect(suggestion(result({ kind: 'reject_suggest', value: 'x' }))).toBe('x');
    expect(suggestion(result({ value: 'x' }))).toBeNull();
    expect([belongs(result({ belongs_in: 'skey' })), belongs(result({ belongs_in: 'host' })), belongs(result({}))]).toEqual(['skey', null, null]);
  });

  it('are compared character by character', () => {
    expect(glyphs('DIQ0R', true).map(({ character, marked, gap }) => `${character}${marked ? '!' : ''}${gap ? ' ' : ''}`).join('')).toBe('DIQ0! R');
    expect(hostId('api-5f0c91d2.duosecurity.com')).toBe('api-5f0c91d2');
    expect([comparable(refusedKeys('AUTH_IKEY')), comparable(refusedKeys('AUTH_SIGNATURE'))]).toEqual([true, false]);
  });
});

describe('names', () => {
  it('come from the settings, else from the commonest domain that is the customer’s own, else from the host', () => {
    const report = checked();
    expect(suggestedName({ ...report, account: { ...report.account, name: ' Garrow ' } })).toBe('Garrow');
    expect(suggestedName(report)).toBe('garrow.example.com');
    const identity = { users: 1, sampled_users: 1, applications: [], applications_total: 0, directories: [], own_domain: null, saved_as: [], mail_domains: [{ domain: 'Gmail.com', users: 9 }] };
    expect(suggestedName({ ...report, identity })).toBe(report.host);
  });
});

describe('rights', () => {
  it('keep the order of the picker and start with the usual three', () => {
    expect(USUAL).toEqual(['read_resource', 'read_log', 'read_information']);
    expect(toggled(['settings'], 'read_log', true)).toEqual(['read_log', 'settings']);
    expect(toggled(USUAL, 'read_log', false)).toEqual(['read_resource', 'read_information']);
  });
});

describe('remedies', () => {
  it.each<[Code, string]>([['AUTH_SIGNATURE', 'paste'], ['AUTH_IKEY', 'compare'], ['NET_DNS', 'host'], ['SKEY_TOO_SHORT', 'paste'], ['IKEY_LENGTH', 'ikey'], ['NET_TIMEOUT', 'retry']])('for %s begin with %s', (code, first) => {
    expect(remedies({ code, state: 'fail' })[0]).toBe(first);
  });

  it('are offered where something can be done about a warning', () => {
    expect(remedies({ code: 'TLS_INSPECTION', state: 'warn' })).toEqual(['remember', 'stop']);
    expect(remedies({ code: 'KEY_LOCKED', state: 'warn' })).toEqual(['retry', 'session']);
    expect(remedies({ code: 'CLOCK_OFF', state: 'warn' }, 'linux')).toEqual([]);
    expect(remedies({ code: 'CLOCK_FAR', state: 'warn' }, 'windows')).toEqual(['time']);
    expect(remedies({ code: 'NET_TLS_EXPIRED', state: 'fail' }, 'macos')).toEqual(['retry', 'time', 'copy']);
    expect(remedies({ code: 'SERVER_ERROR', state: 'fail' })).toEqual(['retry', 'status', 'copy']);
    expect(remedies({ code: 'RATE_LIMIT', state: 'running' })).toEqual([]);
  });
});

describe('a right that is missing', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is asked every ten seconds for three minutes', () => {
    const ask = vi.fn(() => Promise.resolve());
    const watch = new Watch('read_resource', ask);
    vi.advanceTimersByTime(9000);
    expect([ask.mock.calls.length, watch.next]).toEqual([0, 1]);
    vi.advanceTimersByTime(1000);
    expect([ask.mock.calls.length, watch.next]).toEqual([1, 10]);
    vi.advanceTimersByTime(600_000);
    expect([ask.mock.calls.length, watch.active]).toEqual([18, false]);
  });

  it('is let alone once it is stopped', () => {
    const ask = vi.fn(() => Promise.resolve());
    new Watch('read_resource', ask).stop();
    vi.advanceTimersByTime(60_000);
    expect(ask).not.toHaveBeenCalled();
  });
});
