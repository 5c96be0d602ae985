import { actions, useActions } from '$lib/actions';
import type { Preferences } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { clientHref, router } from '$lib/router.svelte';
import { call } from '$lib/ipc';
import { preferences } from '$lib/preferences.svelte';
import { toast } from '$lib/toast.svelte';
import { copyLink } from '$views/clients/link';
import { updateHref } from '$views/clients/next-step';
import type { Current } from './current.svelte';
import { names } from './names.svelte';
import { PAGES } from './pages';
import { nextRegion } from './regions';

const ZOOMS = [80, 90, 100, 110, 125, 150, 175, 200] as const;

/** What is open above the page. */
export class Overlays {
  palette = $state<'closed' | 'all' | 'clients'>('closed');
  shortcuts = $state(false);
}

/** What the frame of the window can do, whatever view is open. */
export function offerShellActions(current: Current, overlays: Overlays, info: () => string | null): void {
  const go = (href: string) => () => router.go(href);
  const open = (): string | null => current.id;
  useActions({
    new_connection: go('#/new'),
    one_off_check: go('#/new?once'),
    settings: go('#/settings'),
    help: () => router.go(helpHref()),
    privacy: go('#/settings/privacy'),
    about: go('#/settings/about'),
    network: go('#/settings/network'),
    data_folder: () => void call('open_link', { link: 'data_folder' }).catch((error: unknown) => toast.refused(error)),
    report: { run: () => router.go(clientHref(open() ?? '', 'reports')), when: () => current.client !== null },
    recheck: { run: () => router.go(clientHref(open() ?? '', 'connection', { recheck: '' })), when: () => current.client !== null && current.client.state !== 'disconnected' },
    connection: { run: () => router.go(clientHref(open() ?? '', 'connection')), when: () => current.client !== null },
    update_credentials: { run: () => router.go(updateHref(open() ?? '')), when: () => current.client?.sample === false },
    duplicate: { run: () => router.go(`#/new?copy=${encodeURIComponent(open() ?? '')}`), when: () => current.client?.sample === false && current.client.parent === null },
    copy_link: { run: () => void copyLink(open() ?? ''), when: () => current.client !== null },
    clients: go('#/clients'),
    palette: () => (overlays.palette = 'all'),
    switch_client: { run: () => (overlays.palette = 'clients'), when: () => (current.clients?.length ?? 0) > 0 },
    shortcuts: () => (overlays.shortcuts = true),
    undo: { run: () => void toast.undo(), when: () => toast.undoes },
    back: () => history.back(),
    forward: () => history.forward(),
    zoom_in: () => zoom((now) => ZOOMS.find((step) => step > now) ?? now),
    zoom_out: () => zoom((now) => ZOOMS.findLast((step) => step < now) ?? now),
    zoom_reset: () => zoom(() => 100),
    cover_names: () => (names.covered = !names.covered),
    reset_window: () => void call('window_reset').catch((error: unknown) => toast.refused(error)),
    next_region: () => nextRegion(1),
    previous_region: () => nextRegion(-1),
    copy_diagnostics: { run: () => void copy(info()), when: () => info() !== null },
    views: {
      run: (at) => {
        const page = PAGES[at]?.page;
        if (page !== undefined) router.go(clientHref(open() ?? '', page));
      },
      when: () => open() !== null,
    },
    sync: {
      run: () => void current.sync(open() ?? ''),
      when: () => current.client?.syncing === false,
    },
    next_client: { run: () => nextClient(current), when: () => current.visited.length > 1 },
  });
}

/** The help of the view that is open. */
function helpHref(): string {
  const { route } = router;
  return route.page === 'client' ? `#/help/${route.view}` : '#/help';
}

function zoom(step: (now: number) => number): void {
  void preferences.change((now: Preferences) => {
    const to = step(now.zoom ?? 100);
    return { zoom: to === 100 ? null : to };
  });
}

function nextClient(current: Current): void {
  const open = current.visited;
  const next = open[(open.indexOf(current.id ?? '') + 1) % open.length];
  if (next !== undefined) router.go(clientHref(next, router.route.page === 'client' ? router.route.view : 'overview'));
}

async function copy(text: string | null): Promise<void> {
  if (text === null) return;
  await navigator.clipboard.writeText(text).then(
    () => toast.say(t('diagnostics_copied')),
    () => toast.fail(t('copy_failed')),
  );
}

/** An item of the native menu. */
export function runChosen(id: string): void {
  if (!actions.runNamed(id)) toast.say(t('action_not_here'));
}
