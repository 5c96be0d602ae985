import type { Code, Field, FieldResult, PasteResult } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';

/** The three fields that a check needs. */
export type KeyField = Exclude<Field, 'name'>;
export const KEY_FIELDS: readonly KeyField[] = ['host', 'ikey', 'skey'];

/** Whether the engine took a value. */
export function accepted(result: FieldResult | undefined): boolean {
  return result?.kind === 'accept' || result?.kind === 'accept_normalised' || result?.kind === 'accept_warn';
}

/**
 * The wizard's side of a draft that lives in the engine. The secret key passes through on its way there and is never
 * kept here.
 */
export class Credentials {
  id = $state.raw<string | null>(null);
  sample = $state(false);
  results = $state.raw<Partial<Record<Field, FieldResult>>>({});
  /** What the two open fields show. */
  text = $state<{ host: string; ikey: string }>({ host: '', ikey: '' });
  paste = $state.raw<PasteResult | null>(null);
  failure = $state.raw<CommandFailure | null>(null);
  /** A paste held a secret, so the clipboard may still. */
  clipboard = $state(false);
  /** Counts changes of inputs: a check's result holds for one of them. */
  version = $state(0);

  readonly ready = $derived(KEY_FIELDS.every((field) => accepted(this.results[field])));
  readonly filled = $derived(KEY_FIELDS.filter((field) => accepted(this.results[field])).length);
  /** The text of the last paste while it waits for a choice between sets. */
  #waiting: string | null = null;
  #sent = $state.raw<Partial<Record<Field, string>>>({});
  /** Something was typed into the secret field and not handed over yet. */
  typing = $state(false);
  /** Answers that are awaited. */
  #pending = $state(0);
  #last: Promise<void> = Promise.resolve();
  #secret: HTMLInputElement | null = null;
  /** Whether something was typed that the engine has not judged yet. */
  readonly unjudged = $derived(
    this.typing || this.#pending > 0 || !this.judged('host') || !this.judged('ikey'),
  );

  /** Whether the engine has judged what an open field shows. */
  judged(field: 'host' | 'ikey'): boolean {
    return this.text[field] === (this.#sent[field] ?? '');
  }

  /** Tells which input takes the secret key, so that what it holds can be handed over when the step is left. */
  secretInput(input: HTMLInputElement): () => void {
    this.#secret = input;
    return () => {
      if (this.#secret === input) [this.#secret, this.typing] = [null, false];
    };
  }

  /** Hands the secret over and clears its input at once. */
  async sendSecret(): Promise<void> {
    const value = this.#secret?.value ?? '';
    if (this.#secret !== null) this.#secret.value = '';
    this.typing = false;
    if (value !== '') await this.set('skey', value);
  }

  /** Hands over whatever was typed and waits for the answers. */
  async settle(): Promise<void> {
    await Promise.all([this.set('host', this.text.host), this.set('ikey', this.text.ikey), this.sendSecret()]);
    await this.#last;
  }

  async open(sample: boolean): Promise<void> {
    const old = this.id;
    await this.#try(async () => {
      const draft = await call('draft_open', { sample });
      this.#forget();
      [this.id, this.sample] = [draft.draft, draft.sample];
      this.#take(draft.fields);
    });
    if (old !== null && old !== this.id) await call('draft_close', { draft: old }).catch(() => undefined);
  }

  async close(): Promise<void> {
    const old = this.id;
    this.#forget();
    this.id = null;
    if (old !== null) await call('draft_close', { draft: old }).catch(() => undefined);
  }

  /** Hands text to the engine; asks for a choice when it holds several sets. `pasted`: it came from the clipboard. */
  async read(text: string, pasted: boolean): Promise<void> {
    await this.#with(async (draft) => {
      const result = await call('draft_paste', { draft, text, choose: null });
      this.#waiting = result.chosen === null && result.sets.length > 1 ? text : null;
      this.#pasted(result);
      if (pasted && result.sets.some(({ skey_length: length }) => length !== null)) this.clipboard = true;
    });
  }

  async choose(set: number): Promise<void> {
    const text = this.#waiting;
    if (text === null) return;
    await this.#with(async (draft) => {
      this.#pasted(await call('draft_paste', { draft, text, choose: set }));
      this.#waiting = null;
    });
  }

  /** Checks a field as it was left; nothing happens when nothing changed. */
  async set(field: KeyField, value: string): Promise<void> {
    if (field !== 'skey' && this.#sent[field] === value) return;
    if (value === '' && this.results[field] === undefined) return;
    await this.#with(async (draft) => {
      const result = await call('draft_set', { draft, field, value });
      this.#put(result, value);
      this.version += 1;
    });
  }

  /** Moves an input to the field where it belongs; what was there comes back. */
  async move(from: KeyField, to: KeyField): Promise<void> {
    await this.#with(async (draft) => {
      const before = { ...this.text };
      const { fields } = await call('draft_move', { draft, from, to });
      const sent: Partial<Record<Field, string>> = {};
      for (const field of ['host', 'ikey'] as const) {
        const result = fields.find((one) => one.field === field);
        const came = field === from ? to : field === to ? from : field;
        // What comes out of the secret field is shown only where the engine took it as something else.
        const old = came === 'skey' ? '' : before[came];
        this.text[field] = result === undefined ? '' : (accepted(result) ? (result.value ?? old) : old);
        sent[field] = this.text[field];
      }
      this.#sent = sent;
      this.results = Object.fromEntries(fields.map((result) => [result.field, result]));
      this.#clearRefused();
      this.version += 1;
    });
  }

  clearPaste(): void {
    this.paste = null;
    this.#waiting = null;
  }

  #pasted(result: PasteResult): void {
    this.paste = result;
    const set = result.chosen === null ? undefined : result.sets[result.chosen];
    if (set === undefined) return;
    this.#take(result.fields, { host: set.host, ikey: set.ikey });
    this.version += 1;
  }

  #take(fields: readonly FieldResult[], typed: { host: string | null; ikey: string | null } = { host: null, ikey: null }): void {
    for (const result of fields) {
      const raw = result.field === 'host' || result.field === 'ikey' ? typed[result.field] : null;
      this.#put(result, raw ?? (result.field === 'host' || result.field === 'ikey' ? this.text[result.field] : ''));
    }
  }

  #put(result: FieldResult, typed: string): void {
    this.results = { ...this.results, [result.field]: result };
    if (result.field !== 'host' && result.field !== 'ikey') return;
    const shown = result.kind === 'reject_clear' ? '' : accepted(result) ? (result.value ?? typed) : typed;
    this.text[result.field] = shown;
    this.#sent = { ...this.#sent, [result.field]: shown };
  }

  #clearRefused(): void {
    for (const field of ['host', 'ikey'] as const) {
      if (this.results[field]?.kind === 'reject_clear') this.text[field] = '';
    }
  }

  #forget(): void {
    this.results = {};
    this.text = { host: '', ikey: '' };
    this.#sent = {};
    this.clearPaste();
    this.clipboard = false;
    this.version += 1;
  }

  /** One after the other, so that an older answer never covers a newer one. */
  #with(work: (draft: string) => Promise<void>): Promise<void> {
    this.#pending += 1;
    this.#last = this.#last.then(async () => {
      const { id } = this;
      if (id !== null) await this.#try(() => work(id));
      this.#pending -= 1;
    });
    return this.#last;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.failure = null;
    } catch (error) {
      this.failure = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL' satisfies Code, {});
    }
  }
}
