import { CommandFailure } from '$lib/ipc';
import { codeSaid } from '$lib/i18n';

/** How long a message with Undo stays; longer while it is pointed at or focused. */
export const UNDO_MS = 10_000;
const MOST = 3;

interface Step {
  readonly label: string;
  readonly run: () => unknown;
}
export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'fail';
  readonly text: string;
  /** Takes back what was done; Ctrl+Z does the last one. */
  readonly undo?: () => unknown;
  /** Leads to what failed. */
  readonly review?: Step;
}

class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #next = 1;

  /** Says that something was done. */
  say(text: string): void {
    this.#add({ tone: 'info', text });
  }

  /** Says what was done, and offers to take it back for ten seconds: `toast.undoable(t('excluded'), () => restore(id))`. */
  undoable(text: string, undo: () => unknown): void {
    this.#add({ tone: 'info', text, undo });
  }

  /** Says what failed; stays until it is dismissed. */
  fail(text: string, review?: Step): void {
    this.#add({ tone: 'fail', text, ...(review && { review }) });
  }

  /** The same for a command that was refused. */
  refused(error: unknown, review?: Step): void {
    const { code, values } = error instanceof CommandFailure ? error : new CommandFailure('INTERNAL', {});
    this.fail(codeSaid(code, values), review);
  }

  dismiss(id: number): void {
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  get undoes(): boolean {
    return this.shown.some(({ undo }) => undo !== undefined);
  }

  /** Takes back the last thing that can be, or the one that is named. */
  async undo(id?: number): Promise<void> {
    const toast = this.shown.findLast((one) => one.undo !== undefined && (id === undefined || one.id === id));
    if (toast?.undo === undefined) return;
    this.dismiss(toast.id);
    try {
      await toast.undo();
    } catch (error) {
      this.refused(error);
    }
  }

  #add(toast: Omit<Toast, 'id'>): void {
    // What failed is never pushed out by what went well.
    const extra = Math.max(0, this.shown.length + 1 - MOST);
    const old = new Set(this.shown.filter(({ tone }) => tone === 'info').slice(0, extra));
    this.shown = [...this.shown.filter((one) => !old.has(one)), { ...toast, id: this.#next++ }];
  }
}

export const toast = new Toasts();
