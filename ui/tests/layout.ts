import { vi } from 'vitest';

/** Gives every element a size, since jsdom has no layout. */
export function measure(width: number, height: number): void {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width);
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(height);
}
