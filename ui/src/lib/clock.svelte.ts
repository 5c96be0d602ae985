/** The time that ages are counted from; moves on while the window is open. */
class Clock {
  now = $state.raw(new Date());

  constructor() {
    setInterval(() => {
      this.now = new Date();
    }, 30_000);
  }
}

export const clock = new Clock();
