import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const onlyIpcKnowsTauri = {
  group: ['@tauri-apps/*'],
  message: 'Only lib/ipc talks to the shell.',
};
const kitKnowsNoView = { group: ['$views/*', '**/views/**'], message: 'The kit imports nothing from views.' };
const bitsStayInKit = { group: ['bits-ui'], message: 'bits-ui is wrapped in lib/kit.' };

export default defineConfig(
  { ignores: ['dist/', 'dist-pseudo/', 'node_modules/', 'src/lib/generated/', 'tests/sample/dist/'] },
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js', 'svelte.config.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-imports': ['error', { patterns: [onlyIpcKnowsTauri, bitsStayInKit] }],
      'svelte/no-at-html-tags': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Queries of routes are read, never changed in place.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } } },
  {
    files: ['**/*.svelte'],
    rules: {
      // $props() and $bindable() are declared with `let`.
      'prefer-const': 'off',
      // The content security policy refuses style attributes; `style:` directives set DOM properties.
      'no-restricted-syntax': ['error', { selector: "SvelteAttribute[key.name='style']", message: 'Use a style: directive or a class.' }],
      // The parser types components and snippets as any; svelte-check does this part.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Routes are hashes, not SvelteKit paths.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['src/lib/ipc/**', 'tests/**'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['tests/**'],
    rules: { 'no-restricted-properties': ['error', { object: 'vi', property: 'waitFor', message: 'waitFor of @testing-library/svelte has the patience of tests/setup.ts.' }] },
  },
  { files: ['src/lib/kit/**'], rules: { 'no-restricted-imports': ['error', { patterns: [onlyIpcKnowsTauri, kitKnowsNoView] }] } },
);
