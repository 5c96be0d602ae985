import type { Preferences } from '$lib/generated/contract';

/** Puts theme and zoom on the page; "system" leaves the choice to the OS. */
export function applyPreferences({ theme, zoom }: Preferences): void {
  const root = document.documentElement;
  if (theme === 'system') root.removeAttribute('data-theme');
  else root.dataset['theme'] = theme;
  root.style.setProperty('zoom', zoom === null ? '' : `${zoom}%`);
}
