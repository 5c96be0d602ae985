import type { ClientSummary } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { clientHref } from '$lib/router.svelte';

export interface NextStep {
  readonly label: string;
  readonly href: string;
}

/** The one next step of a connection's state; none when it is well. */
export function nextStep({ id, state, state_code }: ClientSummary): NextStep | null {
  const connection = clientHref(id, 'connection');
  const sync = clientHref(id, 'sync');
  switch (state) {
    case 'verified':
      return null;
    case 'draft':
      return { label: t('step_finish'), href: '#/new' };
    case 'limited':
      return { label: t('step_grant'), href: sync };
    case 'stale':
      return { label: t('step_sync'), href: sync };
    case 'locked':
      return { label: t('step_unlock'), href: connection };
    case 'disconnected':
      return { label: t('step_reconnect'), href: '#/new' };
    case 'needs_attention':
      return attention(state_code, connection, sync);
  }
}

function attention(code: ClientSummary['state_code'], connection: string, sync: string): NextStep {
  if (code?.startsWith('NET_') || code?.startsWith('RESP_') || code === 'TLS_INSPECTION') return { label: t('step_network'), href: sync };
  if (code?.startsWith('AUTH_') || code?.startsWith('KEY_')) return { label: t('step_secret'), href: connection };
  return { label: t('step_look'), href: sync };
}
