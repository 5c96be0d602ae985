import { Channel, invoke } from '@tauri-apps/api/core';
import type { Code, CommandError, Commands, Event, Nothing } from '$lib/generated/contract';

export type CommandName = keyof Commands;
export type Args<K extends CommandName> = Commands[K]['args'];
export type Result<K extends CommandName> = Commands[K]['result'];
/** The arguments after a command's name; none for a command that takes nothing. */
export type Rest<K extends CommandName> = Nothing extends Args<K> ? [] : [args: Args<K>];

/** A command that came back with a code. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  constructor(
    readonly code: Code,
    readonly values: Record<string, string>,
  ) {
    super(code);
  }
}

/** Asks the engine; rejects with a `CommandFailure`. */
export async function call<K extends CommandName>(name: K, ...rest: Rest<K>): Promise<Result<K>> {
  try {
    return await invoke<Result<K>>('call', { name, args: rest[0] ?? {} });
  } catch (error) {
    throw toFailure(error);
  }
}

/** Events of the engine over the one long-lived channel. */
export async function subscribe(handler: (event: Event) => void): Promise<void> {
  const channel = new Channel<Event>();
  channel.onmessage = handler;
  await invoke('subscribe', { channel });
}

function toFailure(error: unknown): CommandFailure {
  if (isCommandError(error)) return new CommandFailure(error.code, error.values);
  return new CommandFailure('INTERNAL', { text: String(error) });
}

function isCommandError(error: unknown): error is CommandError {
  return typeof error === 'object' && error !== null && 'code' in error && 'values' in error && typeof error.code === 'string';
}
