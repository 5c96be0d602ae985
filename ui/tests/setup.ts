import { cleanup, configure } from '@testing-library/svelte';
import { clearMocks } from '@tauri-apps/api/mocks';
import { afterEach } from 'vitest';
import { queryClient } from '$lib/query';

// A page is loaded when it is first opened: on a busy machine that takes more than the usual second.
configure({ asyncUtilTimeout: 4000 });

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
