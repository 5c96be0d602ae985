import type { HandedOver } from '$lib/generated/contract';
import { codeText, t } from '$lib/i18n';
import { CommandFailure } from '$lib/ipc';

/** What became of handing something out: copied, saved, opened; one line beside its buttons. */
export class Handing {
  told = $state.raw<{ readonly ok: boolean; readonly text: string } | null>(null);
  busy = $state(false);

  /** Puts text, and where the platform takes it HTML, on the clipboard. */
  copy(made: { readonly text: () => Promise<string>; readonly html?: () => Promise<string> }): Promise<void> {
    return this.#run(async () => {
      await write(made);
      return t('wizard_copied');
    });
  }

  save(ask: () => Promise<HandedOver>): Promise<void> {
    return this.#run(async () => {
      const { path } = await ask();
      return path === null ? null : t('wizard_saved_to', { path });
    });
  }

  open(ask: () => Promise<unknown>): Promise<void> {
    return this.#run(async () => {
      await ask();
      return null;
    });
  }

  async #run(work: () => Promise<string | null>): Promise<void> {
    if (this.busy) return;
    [this.busy, this.told] = [true, null];
    try {
      const text = await work();
      if (text !== null) this.told = { ok: true, text };
    } catch (error) {
      this.told = { ok: false, text: error instanceof CommandFailure ? codeText(error.code, error.values) : t('wizard_not_copied') };
    } finally {
      this.busy = false;
    }
  }
}

/** The clipboard is asked at once, while the press still counts; what it takes follows. */
async function write({ text, html }: { readonly text: () => Promise<string>; readonly html?: () => Promise<string> }): Promise<void> {
  const plain = text();
  if (html !== undefined && typeof ClipboardItem !== 'undefined') {
    const blob = (kind: string, from: Promise<string>): Promise<Blob> => from.then((content) => new Blob([content], { type: kind }));
    const item = new ClipboardItem({ 'text/plain': blob('text/plain', plain), 'text/html': blob('text/html', html()) });
    if (await navigator.clipboard.write([item]).then(() => true, () => false)) return;
  }
  await navigator.clipboard.writeText(await plain);
}
