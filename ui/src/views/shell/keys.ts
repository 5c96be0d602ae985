import { actions, browserWould, pressed } from '$lib/actions';

/** Keys that hold on every screen. What the page has no use for is kept from the web view. */
export function keys(event: KeyboardEvent): void {
  if (event.defaultPrevented) return;
  const meant = pressed(event);
  if (meant !== null && inDialog() && !OVER_DIALOGS.has(meant.id)) {
    if (browserWould(event)) event.preventDefault();
    return;
  }
  if ((meant !== null && actions.run(meant.id, meant.at)) || browserWould(event)) event.preventDefault();
}

/** A dialog keeps the keyboard to itself, but for what does not lead away from it. */
const OVER_DIALOGS: ReadonlySet<string> = new Set(['zoom_in', 'zoom_out', 'zoom_reset', 'copy_diagnostics']);

function inDialog(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

/** The web view's own menu offers to reload and go back; it stays where there is text to cut, copy or paste. */
export function contextMenu(event: MouseEvent): void {
  const { target } = event;
  const text = target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea'));
  if (!text && (getSelection()?.isCollapsed ?? true)) event.preventDefault();
}
