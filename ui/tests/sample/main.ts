// The window with an engine in memory, for looking at in a browser; no part of the product's build.
import { answers } from '../fixtures/answers';
import type { Preferences } from '$lib/generated/contract';
import { forty } from '../fixtures/clients';
import { PREFERENCES } from '../fixtures/preferences';
import { install } from '../fixtures/backend';
import { parentKey, parents } from '../fixtures/parent';
import { checked, refusedKeys, wizard } from '../fixtures/wizard';

const query = new URLSearchParams(location.search);
// ?forty: a long list.
const given = answers(new Date(), ...(query.has('forty') ? [forty(new Date())] : []));
// ?check=limited, ?check=parent, ?check=AUTH_IKEY: what the wizard's check finds.
const found = query.get('check');
const report = found === 'parent' ? parentKey() : found === null ? checked() : found === 'limited' ? checked(['read_resource', 'read_log']) : refusedKeys(found as 'AUTH_IKEY');
const handlers = query.has('empty') ? { ...given, clients: () => [] } : given;
let preferences: Preferences | null = null;
install({
  ...wizard(new Date(), () => report),
  ...parents(),
  ...handlers,
  // ?theme=dark, ?first: before anything was read about privacy.
  preferences_get: () => ({ ...(preferences ?? PREFERENCES), theme: preferences?.theme ?? (query.get('theme') === 'dark' ? 'dark' : 'light'), privacy_read: preferences?.privacy_read ?? !query.has('first') }),
  preferences_set: (args) => (preferences = args),
});
await import('../../src/main');

// ?click=.a,.b presses the first match of each, one after the other: for pictures of what opens.
const presses = (query.get('click') ?? '').split('|').filter((selector) => selector !== '');
presses.forEach((selector, at) => setTimeout(() => document.querySelector<HTMLElement>(selector)?.click(), 1500 + at * 600));
