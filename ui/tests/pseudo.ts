import type { Plugin } from 'vite';

const LONGER: Readonly<Record<string, string>> = { a: 'àa', e: 'ée', i: 'ïi', o: 'öo', u: 'ûu', A: 'Àa', E: 'Ée', I: 'Ïi', O: 'Öo', U: 'Ûu' };

/** A text about 40 % longer, as translations are; its placeholders stay. */
export function lengthen(text: string): string {
  return text.replace(/\{\w+\}|[aeiouAEIOU]/g, (part) => LONGER[part] ?? part);
}

/** Builds the pages with all texts lengthened: `vite build --mode pseudo`. */
export function pseudoLocale(): Plugin {
  return {
    name: 'pseudo-locale',
    enforce: 'pre',
    apply: (_, { mode }) => mode === 'pseudo',
    transform(code, id) {
      if (!id.endsWith('/messages/en.json')) return null;
      const table = Object.entries(JSON.parse(code) as Record<string, string>);
      return JSON.stringify(Object.fromEntries(table.map(([key, text]) => [key, lengthen(text)])));
    },
  };
}
