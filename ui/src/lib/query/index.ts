import { createMutation, createQuery, QueryClient } from '@tanstack/svelte-query';
import { CHANGES, type Tag } from '$lib/generated/contract';
import { call, CommandFailure, type Args, type CommandName, type Rest, type Result } from '$lib/ipc';
import { FEEDS, type QueryName } from './feeds';

export const queryClient = new QueryClient({
  defaultOptions: {
    // The data lies on this machine: it changes when an event says so, not with time or focus.
    queries: { staleTime: Infinity, refetchOnWindowFocus: false, refetchOnReconnect: false, networkMode: 'always', retry: false },
    mutations: { networkMode: 'always', retry: false },
  },
});

/** Key of an answer: what makes it stale, whose it is, the command, its arguments. */
export function keyOf<K extends QueryName>(name: K, args: Args<K> | undefined): readonly [Tag, string | null, K, Args<K> | undefined] {
  const client = args !== undefined && 'client' in args && typeof args.client === 'string' ? args.client : null;
  return [FEEDS[name], client, name, args] as const;
}

/** What rests on settings as well as on data, and is long: once nobody looks at it, it is forgotten. */
const UNKEPT: readonly QueryName[] = ['client_report_page'];

/** Options for one answer, for lists of queries. */
export function answerOptions<K extends QueryName>(name: K, ...rest: Rest<K>) {
  return { queryKey: keyOf(name, rest[0]), queryFn: () => call(name, ...rest), ...(UNKEPT.includes(name) ? { gcTime: 0 } : {}) };
}

/** A live answer: asked again whenever an event makes it stale. */
export function answer<K extends QueryName>(name: K, args: () => Rest<K>) {
  return createQuery<Result<K>, CommandFailure>(
    () => ({ ...answerOptions(name, ...args()) }),
    () => queryClient,
  );
}

/** A command that changes something; makes stale what the contract says. */
export function command<K extends CommandName>(name: K) {
  return createMutation<Result<K>, CommandFailure, Args<K>>(
    () => ({
      mutationFn: (args) => run(name, args),
    }),
    () => queryClient,
  );
}

/** Runs a command once and makes stale what it changes. */
export async function run<K extends CommandName>(name: K, args: Args<K>): Promise<Result<K>> {
  const result = await call(name, ...([args] as unknown as Rest<K>));
  const client = typeof args === 'object' && 'client' in args && typeof args.client === 'string' ? args.client : null;
  await invalidate(CHANGES[name], client);
  return result;
}

/** Makes answers stale: of one client, or of all when none is named. */
export async function invalidate(tags: readonly Tag[], client: string | null): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [tag, whose] }) =>
      tags.some((changed) => changed === tag) && (client === null || whose === null || whose === client),
  });
}
