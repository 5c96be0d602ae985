import type { Permission } from '$lib/generated/contract';

const EVERY = 10;
const IN_ALL = 180;

/** Asks something again every ten seconds for three minutes, and says when it will. */
export class Watch {
  /** Seconds until it asks again. */
  next = $state(EVERY);
  active = $state(true);
  #left = IN_ALL;
  #timer: ReturnType<typeof setInterval>;

  constructor(
    readonly permission: Permission,
    ask: () => Promise<void>,
  ) {
    this.#timer = setInterval(() => this.#tick(ask), 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.active = false;
  }

  #tick(ask: () => Promise<void>): void {
    this.#left -= 1;
    this.next -= 1;
    if (this.next > 0) return;
    this.next = EVERY;
    void ask();
    if (this.#left <= 0) this.stop();
  }
}
