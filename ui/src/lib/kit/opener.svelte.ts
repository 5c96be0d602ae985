import { tick } from 'svelte';

/** The button of what is open. A closed menu or popover is not in the page at all: a table has many of them. */
export class Opener {
  button = $state.raw<HTMLElement | null>(null);

  /** A second press closes. */
  press(button: HTMLElement): void {
    if (this.button === null) this.button = button;
    else void this.close();
  }

  /** The focus that was inside comes back to the button; one that went elsewhere stays there. */
  async close(): Promise<void> {
    const { button } = this;
    this.button = null;
    await tick();
    if (document.activeElement === document.body) button?.focus();
  }
}

/** Whether a press beside what is open is on the button that opened it: the button sees to it by itself. */
export function onButton(event: Event, anchor: HTMLElement): boolean {
  return anchor instanceof HTMLButtonElement && event.target instanceof Node && anchor.contains(event.target);
}
