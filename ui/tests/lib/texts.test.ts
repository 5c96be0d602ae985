import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import messages from '$messages/en.json';

/** Whatever can say a text: the pages, and the engine with its reports and the command line. */
const ROOTS = ['src', '../src-tauri/src', ...['engine', 'cli', 'domain'].map((crate) => `../src-tauri/crates/${crate}/src`)];

function sources(): string {
  const files = ROOTS.flatMap((root) => readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => join(root, file)));
  const says = files.filter((file) => /\.(ts|svelte|json|rs|html)$/.test(file) && !/\.test\.ts$|lib.generated/.test(file));
  return says.map((file) => readFileSync(file, 'utf8')).join('\n');
}

it('keeps no text that nothing says', () => {
  const all = sources();
  const found = (pattern: RegExp): string[] => [...all.matchAll(pattern)].map(([, part]) => part ?? '');
  const words = new Set(all.match(/\w+/g));
  // Keys are also put together: `view_${name}`, `${log}_sub`, choiceText('status', value), and of a column's own name.
  const starts = [...found(/[`"](\w+_)\$?\{/g), ...found(/\b(?:choiceText|word|known)\('(\w+)'/g).map((start) => `${start}_`), ...found(/['"](\w+_\w+)['"]/g).map((start) => `${start}_`)];
  const ends = found(/\}(_\w+)[`"]/g);
  const said = (key: string): boolean => words.has(key) || starts.some((start) => key.startsWith(start)) || ends.some((end) => key.endsWith(end));
  expect(words.size).toBeGreaterThan(5000);
  expect(Object.keys(messages).filter((key) => !said(key.replace(/_one$/, '')))).toEqual([]);
});
