import type { LastCrash } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { call } from '$lib/ipc';
import { toast } from '$lib/toast.svelte';

/** Puts what a crash left into the clipboard, for whoever helps. */
export async function copyCrash({ report }: LastCrash): Promise<void> {
  await navigator.clipboard.writeText(report).then(() => toast.say(t('crash_copied')), () => toast.fail(t('copy_failed')));
}

/** Shows the folder of the log files in the system's own way. */
export function openLogs(): void {
  call('open_link', { link: 'log_folder' }).catch((error: unknown) => { toast.refused(error); });
}
