import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { pseudoLocale } from './tests/pseudo';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  plugins: [pseudoLocale(), svelte({ dynamicCompileOptions: ({ filename }) => (filename.includes('node_modules') ? { runes: undefined } : undefined) })],
  base: './',
  resolve: {
    alias: { $lib: path('./src/lib'), $views: path('./src/views'), $messages: path('./messages') },
    // Svelte's server build would be taken under Node otherwise.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  server: { port: 1420, strictPort: true },
  build: {
    target: 'es2022',
    // The content security policy allows no inlined assets.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
    testTimeout: 90_000,
    // Nothing else runs beside them: without this, one of two cores is left to Vite alone.
    maxWorkers: '100%',
  },
});
