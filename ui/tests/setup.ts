import { cleanup, configure } from '@testing-library/svelte';
import { clearMocks } from '@tauri-apps/api/mocks';
import { afterEach } from 'vitest';
import { queryClient } from '$lib/query';

// The one patience of all tests. A page is loaded when it is first opened: on a busy machine that takes many times the
// usual second, and no test asserts a time.
configure({ asyncUtilTimeout: 20_000 });

// jsdom has no layout: what the components ask of it is answered plainly.
const nothing = (): void => undefined;
Object.assign(globalThis, {
  ResizeObserver: class {
    observe = nothing;
    unobserve = nothing;
    disconnect = nothing;
  },
  matchMedia: (media: string) => ({ matches: false, media, addEventListener: nothing, removeEventListener: nothing }),
});
Object.assign(Element.prototype, { scrollTo: nothing, scrollIntoView: nothing });

afterEach(() => {
  cleanup();
  clearMocks();
  queryClient.clear();
  location.hash = '';
});
