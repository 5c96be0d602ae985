/** Px that "+2" takes. */
const MORE = 34;

/** About how wide a chip of a word is, with the gap behind it, px. */
export function chipWidth(word: string): number {
  return word.length * 7 + 20;
}

/** How many chips fit whole into `room` px; the others fold into "+2". The first always stands. */
export function fits(words: readonly string[], room: number): number {
  let left = room;
  for (const [at, word] of words.entries()) {
    left -= chipWidth(word);
    if (left < (at === words.length - 1 ? 0 : MORE)) return Math.max(1, at);
  }
  return words.length;
}
