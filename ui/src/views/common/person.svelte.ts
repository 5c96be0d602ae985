/** Who decides; asked once, kept until Tandem closes. */
class Person {
  name = $state('');
  /** What waits for the name. */
  waiting = $state.raw<((name: string) => unknown) | null>(null);

  /** Does something in the person's name, asking for it first when it is not known. */
  as(act: (name: string) => unknown): void {
    if (this.name.trim() === '') this.waiting = act;
    else act(this.name.trim());
  }
}

export const person = new Person();
