const MARKS = /\p{M}/gu;
const WORD = /[\p{L}\p{N}]/u;

/** Letters without accents and case. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(MARKS, '').toLowerCase();
}

/** How well a text fits what was typed: its letters in order; at the start of words and side by side is better. None when it does not fit. */
export function fits(text: string, typed: string): number | null {
  const where = fold(text);
  const what = fold(typed.trim()).replace(/\s+/g, ' ');
  if (what === '') return 0;
  const whole = where.indexOf(what);
  if (whole >= 0) return 1000 - whole + (startsWord(where, whole) ? 500 : 0) - where.length / 100;
  return spread(where, what.replaceAll(' ', ''));
}

function spread(where: string, what: string): number | null {
  let score = 0;
  let last = -1;
  for (const letter of what) {
    const at = pick(where, letter, last);
    if (at < 0) return null;
    score += (startsWord(where, at) ? 20 : 0) + (at === last + 1 ? 10 : 0) - Math.min(9, at - last - 1);
    last = at;
  }
  // Letters that lie about at random are no match.
  return score > what.length * 5 ? score - where.length / 100 : null;
}

/** The next letter beside the last, else at the start of a word, else anywhere. */
function pick(where: string, letter: string, last: number): number {
  if (where[last + 1] === letter) return last + 1;
  for (let at = where.indexOf(letter, last + 1); at >= 0; at = where.indexOf(letter, at + 1)) {
    if (startsWord(where, at)) return at;
  }
  return where.indexOf(letter, last + 1);
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || (WORD.test(text[at] ?? '') && !WORD.test(text[at - 1] ?? ''));
}
