/** Whether what tenants and clients are called is covered on screen, until the window closes. */
class Names {
  covered = $state(false);

  /** Puts it on the page, where the styles see it. */
  show(): void {
    if (this.covered) document.documentElement.dataset['names'] = 'covered';
    else delete document.documentElement.dataset['names'];
  }
}

export const names = new Names();

/** Takes a tooltip away from under the pointer while names are covered; a view writes it again when it is next drawn. */
export function coverTooltip({ target }: Event): void {
  if (names.covered && target instanceof Element) target.closest('[title]')?.removeAttribute('title');
}
