import { t } from '$lib/i18n';
import { toast } from '$lib/toast.svelte';

/** Copies what opens a client's overview on this computer, and says nothing of the client. */
export async function copyLink(client: string): Promise<void> {
  await navigator.clipboard.writeText(`tandem://open/${client}`).then(() => toast.say(t('link_copied')), () => toast.fail(t('copy_failed')));
}
