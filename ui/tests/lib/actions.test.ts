import { describe, expect, it } from 'vitest';
import menus from '$lib/actions/menus.json';
import { action, browserWould, capsOf, LIST, pressed } from '$lib/actions';
import { matches } from '$lib/actions/keys';
import { hasText } from '$lib/i18n';
import { fits } from '$lib/kit/fuzzy';
import { matching, type PaletteItem } from '$lib/kit/palette';

function press(keys: string): KeyboardEvent {
  const words = keys.endsWith('++') ? [...keys.slice(0, -2).split('+'), '+'] : keys.split('+');
  const key = words.at(-1) ?? '';
  return new KeyboardEvent('keydown', { key, ctrlKey: words.includes('Ctrl') || words.includes('Mod'), shiftKey: words.includes('Shift'), altKey: words.includes('Alt'), cancelable: true });
}

const letters = LIST.flatMap(({ keys = [] }: { keys?: readonly string[] }) => keys);

describe('the list of actions', () => {
  it('has each key once, and none that is a single letter', () => {
    expect(new Set(letters).size).toBe(letters.length);
    expect(letters.filter((keys) => /^(Shift\+)?\w$/.test(keys))).toEqual([]);
  });

  it.each(LIST.flatMap(({ id, keys = [] }: { id: string; keys?: readonly string[] }) => keys.map((one, at) => [one, id, at] as const)))('%s means %s', (keys, id, at) => {
    expect(pressed(press(keys))).toEqual({ id, at });
    expect(pressed(new KeyboardEvent('keydown', { key: press(keys).key, ctrlKey: true, altKey: true, shiftKey: true }))).toBeNull();
  });

  it('names what stands in the native menu as the shell looks it up', () => {
    const items = menus.flatMap((menu) => menu.items).filter((id) => id !== '-');
    for (const id of items) {
      const { label } = LIST.find((listed) => listed.id === id) ?? { label: `no action ${id}` };
      expect([`action_${id}`, id]).toContain(label);
      expect(hasText(`action_${id}`) ? label : id).toBe(label);
    }
    expect(new Set(items).size).toBe(items.length);
    expect(menus.map(({ label }) => label).filter((label) => !hasText(label))).toEqual([]);
    const left = LIST.filter(({ id }) => !items.includes(id)).map(({ id }) => id);
    expect(left).toEqual(['views', 'previous_region', 'close_panel']);
  });

  it('leaves a text field its own undo', () => {
    const field = document.body.appendChild(document.createElement('input'));
    const event = press('Mod+Z');
    field.dispatchEvent(event);
    expect(pressed(event)).toBeNull();
    expect(browserWould(event)).toBe(false);
    field.remove();
  });

  it.each(['F12', 'F7', 'Mod+P', 'Mod+R', 'F5', 'Mod+Shift+I', 'Mod+U', 'Mod+S'])('keeps %s from the web view', (keys) => {
    expect(browserWould(press(keys))).toBe(true);
  });

  it('tells a plus from a shifted equals sign', () => {
    expect(matches(new KeyboardEvent('keydown', { key: '+', ctrlKey: true, shiftKey: true }), 'Mod++')).toBe(true);
    expect(action('zoom_in').keys?.map(capsOf)).toEqual([['Ctrl', '+'], ['Ctrl', '=']]);
  });
});

describe('the palette', () => {
  const items: PaletteItem[] = ['Sync', 'Sign-ins', 'Settings', 'Castellan Dental Group', '\u00c9cole Saint-Ren\u00e9'].map((label) => ({ id: label, label, icon: 'sync', run: () => undefined }));
  const found = (typed: string, recent: string[] = []): string[] => matching(items, typed, recent).map(({ id }) => id);

  it('finds words, initials and letters without accents', () => {
    expect(found('sync')[0]).toBe('Sync');
    expect(found('cdg')).toEqual(['Castellan Dental Group']);
    expect(found('dental')[0]).toBe('Castellan Dental Group');
    expect(found('ecole rene')).toEqual(['\u00c9cole Saint-Ren\u00e9']);
    expect(found('zzz')).toEqual([]);
  });

  it('puts what was chosen lately first while nothing is typed, but a better match before it', () => {
    expect(found('', ['Settings', 'Sign-ins']).slice(0, 2)).toEqual(['Settings', 'Sign-ins']);
    expect(found('sync', ['Settings'])[0]).toBe('Sync');
  });

  it('takes no letters that lie about at random', () => {
    expect(fits('Export this view', 'xoi')).toBeNull();
    expect(fits('Export this view', 'etv')).not.toBeNull();
  });
});
