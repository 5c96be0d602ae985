import { LIST, type ActionId, type Keys } from './list';

const MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);
/** Words of the keys whose name is no word. */
const NAMES: Readonly<Record<string, string>> = { ArrowLeft: '\u2190', ArrowRight: '\u2192', Escape: 'Esc', PageUp: 'PgUp', PageDown: 'PgDn' };
const ON_MAC: Readonly<Record<string, string>> = { Mod: '\u2318', Ctrl: '\u2303', Shift: '\u21e7', Alt: '\u2325' };
/** Keys with which a web view reloads, prints, looks into the page or moves a caret: here they do nothing. */
const BROWSER = ['F3', 'F7', 'F12', 'Mod+F5', 'Shift+F5', 'Mod+G', 'Mod+J', 'Mod+S', 'Mod+U', 'Mod+Shift+I', 'Mod+Shift+J', 'Mod+Shift+Delete', 'Mod+Alt+I', 'Mod+Alt+C', 'Mod+Alt+U', ...LIST.flatMap(keysOf)];

/** The action that a key press means, and which of its keys it was. */
export function pressed(event: KeyboardEvent): { readonly id: ActionId; readonly at: number } | null {
  for (const action of LIST) {
    const at = keysOf(action).findIndex((keys) => matches(event, keys));
    if (at >= 0 && !(inText(event) && TEXT_OWN.has(action.id))) return { id: action.id, at };
  }
  return null;
}

/** Whether the web view would do something of its own with this key. */
export function browserWould(event: KeyboardEvent): boolean {
  return !inText(event) && BROWSER.some((keys) => keys !== 'Escape' && matches(event, keys));
}

/** `Ctrl Shift N`, as it stands on a key cap. */
export function keysText(id: ActionId): string | undefined {
  const keys = keysOf(LIST.find((action) => action.id === id) ?? { keys: [] })[0];
  return keys === undefined ? undefined : capsOf(keys).join(' ');
}

/** `Sync (Ctrl R)`, for a tooltip. */
export function withKeys(label: string, id: ActionId): string {
  const keys = keysText(id);
  return keys === undefined ? label : `${label} (${keys})`;
}

/** The caps of a key combination. */
export function capsOf(keys: Keys): readonly string[] {
  return split(keys).map((word) => (MAC ? ON_MAC[word] : undefined) ?? (word === 'Mod' ? 'Ctrl' : (NAMES[word] ?? word)));
}

export function matches(event: KeyboardEvent, keys: Keys): boolean {
  const words = split(keys);
  const key = words.at(-1) ?? '';
  const mod = words.includes('Mod');
  const ctrl = words.includes('Ctrl') || (mod && !MAC);
  const meta = mod && MAC;
  // Plus is a shifted key on some layouts and its own on others.
  const shift = key === '+' ? event.shiftKey : words.includes('Shift');
  return event.key.toLowerCase() === key.toLowerCase() && event.ctrlKey === ctrl && event.metaKey === meta && event.altKey === words.includes('Alt') && event.shiftKey === shift;
}

/** What a text field does itself with its keys. */
const TEXT_OWN: ReadonlySet<ActionId> = new Set(MAC ? ['undo', 'back', 'forward'] : ['undo']);

function inText({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range'].includes(target.type)));
}

function keysOf({ keys }: { readonly keys?: readonly Keys[] }): readonly Keys[] {
  return keys ?? [];
}

function split(keys: Keys): readonly string[] {
  return keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
}
