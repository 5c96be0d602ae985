/**
 * Writes a page into an empty frame: the policy of the window lets no frame be led anywhere, not even to a text.
 */
export function write(frame: HTMLIFrameElement, page: string): void {
  const empty = frame.contentDocument;
  if (empty === null) return;
  empty.open();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else keeps the page's own kind of document
  empty.write(page);
  empty.close();
  clothe(frame);
}

/**
 * Gives the page of a frame the style that it carries itself.
 *
 * A frame inherits the policy of the window, which lets no page style itself in its text; style sheets that a program makes it
 * does let. So the page stays the file to the letter, and the policy stays as strict as it is.
 */
export function clothe(frame: HTMLIFrameElement): void {
  const { contentDocument: page, contentWindow } = frame;
  if (page === null || contentWindow === null) return;
  const { CSSStyleSheet: Sheet } = contentWindow as Window & typeof globalThis;
  page.adoptedStyleSheets = [...page.querySelectorAll('style')].map((style) => {
    const sheet = new Sheet();
    sheet.replaceSync(style.textContent);
    return sheet;
  });
  for (const part of page.querySelectorAll<HTMLElement>('[style]')) part.style.cssText = part.getAttribute('style') ?? '';
}
