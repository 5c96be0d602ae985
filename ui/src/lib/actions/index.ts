export { actions, useActions, type Offer, type Offers } from './registry.svelte';
export { action, LIST, type Action, type ActionId } from './list';
export { browserWould, capsOf, keysText, pressed, withKeys } from './keys';
