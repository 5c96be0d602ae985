import type { MessageKey } from '$lib/i18n';
import type { IconName } from '$lib/kit/icons';

/** `Mod` is Ctrl, and Cmd on macOS; the last word is the key. */
export type Keys = string;

interface Listed {
  readonly id: string;
  readonly label: MessageKey;
  readonly icon: IconName;
  readonly keys?: readonly Keys[];
  /** Not offered by name: it needs the key, or the thing it works on under the focus. */
  readonly unnamed?: true;
}

/**
 * Every action of the window, once. The palette, the shortcuts, the list on F1, tooltips and the native menu are made of it;
 * what an action does is told by whoever can do it, with `useActions`.
 */
export const ACTIONS = [
  { id: 'new_connection', label: 'new_connection', icon: 'plus', keys: ['Mod+N'] },
  { id: 'one_off_check', label: 'one_off_check', icon: 'shield', keys: ['Mod+Shift+N'] },
  { id: 'import_connections', label: 'import_connections', icon: 'paste' },
  { id: 'export_view', label: 'action_export_view', icon: 'export', keys: ['Mod+E'] },
  { id: 'report', label: 'action_report', icon: 'report', keys: ['Mod+P'] },
  { id: 'settings', label: 'settings', icon: 'settings', keys: ['Mod+,'] },
  { id: 'undo', label: 'undo', icon: 'undo', keys: ['Mod+Z'] },
  { id: 'search', label: 'action_search', icon: 'search', keys: ['Mod+F'] },
  { id: 'filters', label: 'action_filters', icon: 'filter', keys: ['Mod+Shift+F'] },
  { id: 'copy_diagnostics', label: 'action_copy_diagnostics', icon: 'copy', keys: ['Mod+Shift+C'] },
  { id: 'palette', label: 'action_palette', icon: 'search', keys: ['Mod+K'], unnamed: true },
  { id: 'clients', label: 'clients', icon: 'clients' },
  { id: 'views', label: 'action_views', icon: 'overview', keys: ['Mod+1', 'Mod+2', 'Mod+3', 'Mod+4', 'Mod+5', 'Mod+6', 'Mod+7', 'Mod+8', 'Mod+9'], unnamed: true },
  { id: 'back', label: 'back', icon: 'arrow_left', keys: ['Alt+ArrowLeft'] },
  { id: 'forward', label: 'action_forward', icon: 'arrow_right', keys: ['Alt+ArrowRight'] },
  { id: 'zoom_in', label: 'action_zoom_in', icon: 'plus', keys: ['Mod++', 'Mod+='] },
  { id: 'zoom_out', label: 'action_zoom_out', icon: 'dash', keys: ['Mod+-'] },
  { id: 'zoom_reset', label: 'action_zoom_reset', icon: 'search', keys: ['Mod+0'] },
  { id: 'cover_names', label: 'action_cover_names', icon: 'eye' },
  { id: 'reset_window', label: 'action_reset_window', icon: 'undo' },
  { id: 'next_region', label: 'action_next_region', icon: 'columns', keys: ['F6'], unnamed: true },
  { id: 'previous_region', label: 'action_previous_region', icon: 'columns', keys: ['Shift+F6'], unnamed: true },
  { id: 'close_panel', label: 'close_panel', icon: 'close', keys: ['Escape'], unnamed: true },
  { id: 'switch_client', label: 'action_switch_client', icon: 'clients', keys: ['Mod+O'] },
  { id: 'next_client', label: 'action_next_client', icon: 'chevron_right', keys: ['Ctrl+Tab'] },
  { id: 'sync', label: 'sync', icon: 'sync', keys: ['Mod+R', 'F5'] },
  { id: 'recheck', label: 'action_recheck', icon: 'shield', keys: ['Mod+Shift+R'] },
  { id: 'update_credentials', label: 'update_credentials', icon: 'key' },
  { id: 'duplicate', label: 'action_duplicate', icon: 'copy' },
  { id: 'copy_link', label: 'action_copy_link', icon: 'copy' },
  { id: 'connection', label: 'action_connection', icon: 'connection' },
  { id: 'favourite', label: 'action_favourite', icon: 'star', keys: ['Mod+D'] },
  { id: 'rename', label: 'action_rename', icon: 'draft', keys: ['F2'] },
  { id: 'data_folder', label: 'action_data_folder', icon: 'external' },
  { id: 'network', label: 'action_network', icon: 'connection' },
  { id: 'help', label: 'help', icon: 'help', keys: ['Shift+F1'] },
  { id: 'shortcuts', label: 'action_shortcuts', icon: 'key', keys: ['F1'] },
  { id: 'privacy', label: 'action_privacy', icon: 'locked' },
  { id: 'about', label: 'about', icon: 'info' },
] as const satisfies readonly Listed[];

export type ActionId = (typeof ACTIONS)[number]['id'];
export type Action = Listed & { readonly id: ActionId };

export const LIST: readonly Action[] = ACTIONS;

export function action(id: ActionId): Action {
  const found = LIST.find((listed) => listed.id === id);
  if (found === undefined) throw new Error(`no action ${id}`);
  return found;
}
