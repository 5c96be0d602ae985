/** Contrast with white paper from which a line is seen by anybody; the engine asks the same (WCAG 2.2, 1.4.3). */
const LEAST = 4.5;

/** `#rrggbb` in lower case, or what is wrong with it. */
export type ColourRead = { readonly colour: string } | { readonly wrong: 'shape' | 'pale' };

export function readColour(text: string): ColourRead {
  const digits = /^#?([0-9a-f]{6})$/i.exec(text.trim())?.[1]?.toLowerCase();
  if (digits === undefined) return { wrong: 'shape' };
  return 1.05 / (luminance(digits) + 0.05) >= LEAST ? { colour: `#${digits}` } : { wrong: 'pale' };
}

function luminance(digits: string): number {
  const part = (at: number): number => {
    const channel = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(0) + 0.7152 * part(2) + 0.0722 * part(4);
}
