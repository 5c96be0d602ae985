import type { ClientSummary } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { clientHref } from '$lib/router.svelte';

export interface NextStep {
  readonly label: string;
  readonly href: string;
}

/** The one next step of a connection's state; none when it is well. */
export function nextStep({ id, state, state_code, missing, session_only }: ClientSummary): NextStep | null {
  const connection = clientHref(id, 'connection');
  const sync = clientHref(id, 'sync');
  switch (state) {
    case 'verified':
      return null;
    case 'draft':
      return { label: t('step_check'), href: connection };
    case 'limited': {
      const [right] = missing;
      return { label: right !== undefined && missing.length === 1 ? t('step_grant_one', { right: t(`permission_${right}`).toLowerCase() }) : t('step_grant'), href: connection };
    }
    case 'stale':
      return { label: t('step_sync'), href: sync };
    case 'locked':
      return { label: t(session_only || state_code === 'KEY_MISSING' ? 'step_secret_again' : 'step_unlock'), href: connection };
    case 'disconnected':
      return { label: t('step_reconnect'), href: updateHref(id) };
    case 'needs_attention':
      return attention(id, state_code, connection, sync);
  }
}

/** Where new keys take the place of the old ones. */
export function updateHref(id: string): string {
  return `#/new?update=${encodeURIComponent(id)}`;
}

function attention(id: string, code: ClientSummary['state_code'], connection: string, sync: string): NextStep {
  if (code?.startsWith('NET_') || code?.startsWith('RESP_') || code === 'TLS_INSPECTION') return { label: t('step_network'), href: connection };
  if (code?.startsWith('AUTH_') || code?.startsWith('APP_TYPE_')) return { label: t('step_secret'), href: updateHref(id) };
  return { label: t('step_look'), href: sync };
}
