import { beforeEach, describe, expect, it } from 'vitest';
import type { Draft, FieldResult, Organisation, ParentChildren, PermissionRow } from '$lib/generated/contract';
import { Check } from '$views/wizard/checking.svelte';
import { Choosing } from '$views/wizard/choosing.svelte';
import { Credentials } from '$views/wizard/draft.svelte';
import { Naming, NEW } from '$views/wizard/naming.svelte';
import { install, type Backend } from '../fixtures/backend';
import { child, children } from '../fixtures/parent';
import { checked, HOST, right } from '../fixtures/wizard';

/** Answers that come when they are told to. */
class Late<T> {
  readonly #waiting: ((value: T) => void)[] = [];

  ask(): Promise<T> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Answers the question that was asked as the nth. */
  answer(nth: number, value: T): void {
    this.#waiting[nth]?.(value);
  }
}

let backend: Backend;
beforeEach(() => {
  backend = install();
});

describe('an answer that comes after another question', () => {
  it('does not change the rights of a later check', async () => {
    const late = new Late<PermissionRow>();
    Object.assign(backend.handlers, { check_run: () => checked(['read_log']), check_permission: () => late.ask() });
    const check = new Check();
    await check.run('d1', 1, ['read_log'], false);
    const asked = check.ask('read_log');
    await check.run('d1', 2, ['read_log'], false);
    late.answer(0, right('read_log', 'granted'));
    await asked;
    expect(check.rights.find(({ id }) => id === 'read_log')?.state).toBe('missing');
    expect(check.asking).toEqual([]);
    check.reset();
  });

  it('does not take the place of a later check of the same keys', async () => {
    const late = new Late<ReturnType<typeof checked>>();
    backend.handlers.check_run = () => late.ask();
    const check = new Check();
    const [first, second] = [check.run('d1', 1, ['read_log'], false), check.run('d1', 1, ['read_resource'], false)];
    late.answer(0, checked(['read_log']));
    await first;
    expect([check.running, check.report]).toEqual([true, null]);
    late.answer(1, checked());
    await second;
    expect([check.running, check.report?.verdict]).toEqual([false, 'verified']);
  });

  it('lists no customers of keys that were changed meanwhile', async () => {
    const late = new Late<ParentChildren>();
    backend.handlers.parent_children = () => late.ask();
    const choosing = new Choosing();
    const first = choosing.load({ draft: 'd1' }, 1);
    const second = choosing.load({ draft: 'd1' }, 2);
    late.answer(0, { ...children(), children: [child(9, 'Of the other parent')] });
    await first;
    expect([choosing.busy, choosing.found]).toEqual([true, null]);
    late.answer(1, children());
    await second;
    expect([choosing.busy, choosing.found]).toEqual([false, children()]);
    expect(Object.values(choosing.names)).not.toContain('Of the other parent');
  });
});

describe('a draft', () => {
  const opened = (draft: string): Draft => ({ draft, sample: false, fields: [], resumed: null });

  it('that is opened after the wizard was left is closed', async () => {
    const late = new Late<Draft>();
    Object.assign(backend.handlers, { draft_open: () => late.ask(), draft_close: () => ({}) });
    const credentials = new Credentials();
    const opening = credentials.open(false);
    await expect.poll(() => backend.calls.length).toBe(1);
    await credentials.close();
    late.answer(0, opened('d1'));
    await opening;
    expect(credentials.id).toBeNull();
    expect(backend.calls.at(-1)).toEqual({ name: 'draft_close', args: { draft: 'd1' } });
  });

  it('holds nothing that was answered of the one before', async () => {
    const late = new Late<FieldResult>();
    let drafts = 0;
    Object.assign(backend.handlers, { draft_open: () => opened(`d${(drafts += 1)}`), draft_set: () => late.ask(), draft_close: () => ({}) });
    const credentials = new Credentials();
    await credentials.open(false);
    credentials.text.host = HOST;
    const set = credentials.set('host', HOST);
    const opening = credentials.open(true);
    await expect.poll(() => backend.calls.some(({ name }) => name === 'draft_set')).toBe(true);
    late.answer(0, { field: 'host', kind: 'accept', code: null, value: HOST, length: null, values: {}, belongs_in: null, saved_as: null, cleaned: [] });
    await Promise.all([set, opening]);
    expect([credentials.id, credentials.text.host, credentials.results]).toEqual(['d2', '', {}]);
  });
});

describe('the company of a new connection', () => {
  const acme: Organisation = { id: 'o1', name: 'Acme' };
  const named = (name: string) => ({ ...checked(), account: { ...checked().account, name } });
  let naming: Naming;
  beforeEach(() => {
    backend.handlers.organisations = () => [acme, { id: 'o2', name: 'Bolt' }];
    naming = new Naming();
  });

  it('is another one once the keys are another account’s', async () => {
    await naming.suggest(null, named('Acme'));
    expect(naming.choice).toEqual({ existing: 'o1' });
    await naming.suggest(null, named('Bolt'));
    expect(naming.choice).toEqual({ existing: 'o2' });
    await naming.suggest(null, named('Cobalt'));
    expect(naming.choice).toEqual({ new: 'Cobalt' });
  });

  it('stays the one that was picked', async () => {
    await naming.suggest(null, named('Bolt'), null, 'o1');
    expect(naming.choice).toEqual({ existing: 'o1' });
    naming.organisation = 'o2';
    await naming.suggest(null, named('Bolt'), null, 'o1');
    expect(naming.choice).toEqual({ existing: 'o2' });
    naming.organisation = NEW;
    await naming.suggest(null, named('Bolt'), null, 'o1');
    expect(naming.organisation).toBe(NEW);
  });
});
