import { waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { start } from '$lib/events';
import { call, CommandFailure } from '$lib/ipc';
import { invalidate, keyOf, queryClient, run } from '$lib/query';
import { client } from '../fixtures/clients';
import { syncStatus } from '../fixtures/answers';
import { install, refuse } from '../fixtures/backend';

const now = new Date('2026-11-21T14:39:00Z');

describe('a call', () => {
  it('rejects with the code and values that the engine gave', async () => {
    install({ overview: () => Promise.reject(refuse('CLIENT_UNKNOWN', { name: 'Acme' })) });
    const failure = await call('overview', { client: 'c1' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(CommandFailure);
    expect(failure).toMatchObject({ code: 'CLIENT_UNKNOWN', values: { name: 'Acme' } });
  });

  it('names and carries its arguments', async () => {
    const backend = install({ clients: () => [], sync_cancel: () => ({}) });
    await call('clients');
    await call('sync_cancel', { client: 'c1' });
    expect(backend.calls).toEqual([{ name: 'clients', args: {} }, { name: 'sync_cancel', args: { client: 'c1' } }]);
  });
});

describe('answers', () => {
  function keep(): void {
    queryClient.setQueryData(keyOf('clients', undefined), [client('c1', 'Acme', now)]);
    for (const id of ['c1', 'c2']) queryClient.setQueryData(keyOf('sync_status', { client: id }), { client: id, running: false, code: null, data_sets: [] });
  }
  const stale = (key: readonly unknown[]): boolean | undefined => queryClient.getQueryState(key)?.isInvalidated;

  it('go stale by tag and client', async () => {
    keep();
    await invalidate(['client_data'], 'c1');
    expect(stale(keyOf('sync_status', { client: 'c1' }))).toBe(true);
    expect(stale(keyOf('sync_status', { client: 'c2' }))).toBe(false);
    expect(stale(keyOf('clients', undefined))).toBe(false);
    await invalidate(['clients', 'client_data'], null);
    expect(stale(keyOf('sync_status', { client: 'c2' }))).toBe(true);
    expect(stale(keyOf('clients', undefined))).toBe(true);
  });

  it('go stale by what the contract says of a command', async () => {
    install({ disconnect: () => ({}) });
    keep();
    await run('disconnect', { client: 'c1', delete_data: false });
    expect(stale(keyOf('clients', undefined))).toBe(true);
    expect(stale(keyOf('sync_status', { client: 'c1' }))).toBe(true);
    expect(stale(keyOf('sync_status', { client: 'c2' }))).toBe(false);
  });

  it('follow events', async () => {
    const backend = install();
    keep();
    await start();
    backend.emit({ kind: 'sync_progress', status: syncStatus('c1', [], { running: true }) });
    expect(queryClient.getQueryData(keyOf('sync_status', { client: 'c1' }))).toMatchObject({ running: true });
    backend.emit({ kind: 'changed', tags: ['clients'], client: null });
    await waitFor(() => expect(stale(keyOf('clients', undefined))).toBe(true));
  });
});
