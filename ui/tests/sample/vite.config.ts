import { fileURLToPath } from 'node:url';
import { mergeConfig } from 'vite';
import base from '../../vite.config';

export default mergeConfig(base, {
  root: fileURLToPath(new URL('.', import.meta.url)),
  server: { port: 1421, strictPort: true, fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] } },
});
