import { getContext, setContext } from 'svelte';

/** Whose review the cells of a table are in, and under which idle days. */
export interface WhatIfOf {
  readonly client: () => string;
  readonly idleDays: () => number | undefined;
}

const KEY = Symbol('what-if');

export function setWhatIf(of: WhatIfOf): void {
  setContext(KEY, of);
}

export function getWhatIf(): WhatIfOf {
  return getContext<WhatIfOf>(KEY);
}
