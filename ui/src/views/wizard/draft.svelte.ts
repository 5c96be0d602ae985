import type { Code, Field, FieldResult, PasteResult, Permission, Resumed, SavedConnection } from '$lib/generated/contract';
import { call, CommandFailure } from '$lib/ipc';

/** The three fields that a check needs. */
export type KeyField = Exclude<Field, 'name'>;
export const KEY_FIELDS: readonly KeyField[] = ['host', 'ikey', 'skey'];

/** Whether the engine took a value. */
export function accepted(result: FieldResult | undefined): boolean {
  return result?.kind === 'accept' || result?.kind === 'accept_normalised' || result?.kind === 'accept_warn';
}

/** Tells one text from another without holding either. */
async function digest(text: string): Promise<string | null> {
  if (typeof crypto === 'undefined' || (crypto as Partial<Crypto>).subtle === undefined) return null;
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text.replaceAll('\r\n', '\n').trim()));
  return [...new Uint8Array(bytes)].join();
}

/** The connection that has these keys already, whichever of the two fields tells it. */
function savedIn(fields: readonly FieldResult[]): SavedConnection | null {
  return fields.find(({ saved_as: saved }) => saved !== null)?.saved_as ?? null;
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
  /** What an earlier draft left. */
  resumed = $state.raw<Resumed | null>(null);
  /** The connection that has this host and integration key already. */
  saved = $state.raw<SavedConnection | null>(null);
  #once = false;
  #clipboard: string | null = null;
  /** Counts changes of inputs: a check's result holds for one of them. */
  version = $state(0);

  readonly ready = $derived(KEY_FIELDS.every((field) => accepted(this.results[field])));
  /** The fields that hold one another's values. */
  readonly swapped = $derived.by((): readonly [KeyField, KeyField] | null => {
    for (const [at, one] of KEY_FIELDS.entries())
      for (const other of KEY_FIELDS.slice(at + 1))
        if (this.results[one]?.belongs_in === other && this.results[other]?.belongs_in === one) return [one, other];
    return null;
  });
  readonly filled = $derived(KEY_FIELDS.filter((field) => accepted(this.results[field])).length);
  /** The text of the last paste while it waits for a choice between sets. */
  #waiting: string | null = null;
  #sent = $state.raw<Partial<Record<Field, string>>>({});
  /** The engine holds something that was seen on the way, and that no verdict was told of. */
  #passing = $state.raw<Partial<Record<Field, boolean>>>({});
  /** Something was typed into the secret field and not handed over yet. */
  typing = $state(false);
  /** What was typed is handed over, to go on. */
  settling = $state(false);
  /** Answers that are awaited. */
  #pending = $state(0);
  #last: Promise<void> = Promise.resolve();
  /** Counts drafts that were asked for: only the last one is kept, and none once this is closed. */
  #opened = 0;
  #secret: HTMLInputElement | null = null;
  /** Whether something was typed that the engine has not judged yet. */
  readonly unjudged = $derived(
    this.typing || this.#pending > 0 || !this.judged('host') || !this.judged('ikey'),
  );

  /** Whether the engine has judged what an open field shows. */
  judged(field: 'host' | 'ikey'): boolean {
    return this.text[field] === (this.#sent[field] ?? '') && this.#passing[field] !== true;
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
    this.settling = true;
    await Promise.all([this.set('host', this.text.host), this.set('ikey', this.text.ikey), this.sendSecret()]);
    await this.#last;
    this.settling = false;
  }

  async open(sample: boolean, once = this.#once, like: string | null = null): Promise<void> {
    const nth = (this.#opened += 1);
    // What is still answered is about the draft that goes.
    await this.#last;
    const old = this.id;
    await this.#try(async () => {
      const draft = await call('draft_open', { sample, one_off: once, ...(like !== null && { like }) });
      if (nth !== this.#opened) {
        await call('draft_close', { draft: draft.draft }).catch(() => undefined);
        return;
      }
      this.#forget();
      [this.id, this.sample, this.#once] = [draft.draft, draft.sample, once];
      this.resumed = draft.resumed;
      this.#take(draft.fields);
    });
    if (old !== null && old !== this.id) await call('draft_close', { draft: old }).catch(() => undefined);
  }

  /** Lets the engine keep what is not secret, with the rights picked. */
  async keep(want: readonly Permission[]): Promise<void> {
    const { id } = this;
    this.#once = false;
    if (id !== null && !this.sample) await call('draft_keep', { draft: id, want: [...want] }).catch(() => undefined);
  }

  /** Forgets what was kept, and what is here. */
  async discard(): Promise<void> {
    await call('draft_discard').catch(() => undefined);
    await this.open(false);
  }

  async close(): Promise<void> {
    this.#opened += 1;
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
      if (pasted && result.sets.some(({ skey_length: length }) => length !== null)) await this.copied(text);
    });
  }

  /** Remembers that the clipboard holds a secret: by a digest, so that the text itself need not stay. */
  async copied(text: string): Promise<void> {
    this.#clipboard = await digest(text);
    this.clipboard = true;
  }

  /** Clears the clipboard, unless something else was copied since; false when the system did not let it. */
  async clearClipboard(): Promise<boolean> {
    const now = await navigator.clipboard.readText().catch(() => null);
    const other = now !== null && this.#clipboard !== null && (await digest(now)) !== this.#clipboard;
    const cleared = other || (await navigator.clipboard.writeText('').then(() => true, () => false));
    if (cleared) [this.clipboard, this.#clipboard] = [false, null];
    return cleared;
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
    if (field !== 'skey' && this.#sent[field] === value && this.#passing[field] !== true) return;
    if (value === '' && this.results[field] === undefined) return;
    await this.#with(async (draft) => {
      const result = await call('draft_set', { draft, field, value });
      this.#put(result, value);
      this.version += 1;
    });
  }

  /**
   * Checks an open field while it is being typed. What was typed stays as it is, and a fault waits until the field is
   * left: only what is good, and what is saved already, is told at once.
   */
  async look(field: 'host' | 'ikey', value: string): Promise<void> {
    await this.#with(async (draft) => {
      if (this.text[field] !== value || this.judged(field)) return;
      this.#passing = { ...this.#passing, [field]: true };
      const result = await call('draft_set', { draft, field, value });
      this.saved = result.saved_as;
      this.version += 1;
      // A value that would be cleaned or cleared is judged again when the field is left.
      if (this.text[field] !== value || !accepted(result) || result.value !== value) return;
      this.results = { ...this.results, [field]: result };
      this.#judge({ [field]: value });
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
      this.#judge(sent);
      this.results = Object.fromEntries(fields.map((result) => [result.field, result]));
      this.saved = savedIn(fields);
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
    this.saved = result.saved_as;
    const shown = result.kind === 'reject_clear' ? '' : accepted(result) ? (result.value ?? typed) : typed;
    this.text[result.field] = shown;
    this.#judge({ [result.field]: shown });
  }

  /** Of these texts the engine has told what it makes of them, and it holds them. */
  #judge(texts: Partial<Record<Field, string>>): void {
    this.#sent = { ...this.#sent, ...texts };
    this.#passing = { ...this.#passing, ...Object.fromEntries(Object.keys(texts).map((field) => [field, false])) };
  }

  #clearRefused(): void {
    for (const field of ['host', 'ikey'] as const) {
      if (this.results[field]?.kind === 'reject_clear') this.text[field] = '';
    }
  }

  #forget(): void {
    this.results = {};
    this.text = { host: '', ikey: '' };
    [this.#sent, this.#passing] = [{}, {}];
    this.clearPaste();
    [this.clipboard, this.saved, this.resumed] = [false, null, null];
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
