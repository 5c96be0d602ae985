import type { Attachment } from 'svelte/attachments';

/**
 * Tells how wide an element is inside of its padding, px, and again when that changes; each time before it is drawn.
 * `bind:clientWidth` asks as soon as the element is there, and the page is laid out anew for each that asks.
 */
export function wide(tell: (width: number) => void): Attachment<HTMLElement> {
  return (element) => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) tell(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  };
}
