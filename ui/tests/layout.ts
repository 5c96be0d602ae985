import { vi } from 'vitest';

/** Gives every element a size, since jsdom has no layout. */
export function measure(width: number, height: number): void {
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(width);
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(height);
}

/** Puts every element somewhere: what floats beside one that is nowhere is hidden. */
export function place(): void {
  vi.spyOn(Element.prototype, 'getClientRects').mockReturnValue([new DOMRect(20, 20, 100, 20)] as unknown as DOMRectList);
}
