/** Two letters for a tile: of the first two words, else of the one there is; none of a name without letters and digits. */
export function initialsOf(name: string): string {
  const [first = '', second = ''] = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = (word: string, n: number): string => Array.from(word).slice(0, n).join('');
  return (second === '' ? letters(first, 2) : letters(first, 1) + letters(second, 1)).toUpperCase();
}
