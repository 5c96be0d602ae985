import type { ClientSummary, Figure } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { why } from '$lib/i18n/format';
import { seats, value } from './clients-list.svelte';
import { nextStep } from './next-step';

/** What a column says of a client, for the clipboard: words and whole figures, where the rows hold what sorts. */
export function written(column: string, client: ClientSummary, group: string | null): string {
  switch (column) {
    case 'favourite':
      return client.favourite ? t('favourite') : '';
    case 'name':
      return client.name === client.organisation.name ? client.name : `${client.organisation.name}, ${client.name}`;
    case 'group':
      return group ?? '';
    case 'label':
      return t(`label_${client.label}`);
    case 'state':
      return t(`connection_state_${client.state}`);
    case 'next':
      return nextStep(client)?.label ?? '';
    case 'seats':
      return text(seats(client));
    case 'billable':
    case 'reclaimable':
    case 'bypass':
    case 'utilisation':
      return figure(client[column]);
    case 'coverage':
      return value(client.billable) === 0 ? '' : figure(client.coverage);
    case 'paid':
    case 'billed':
    case 'variance':
    case 'last_check':
    case 'last_sync':
    case 'psa_id':
    case 'notes':
      return text(client[column]);
    default:
      return '';
  }
}

/** A figure that is not known says why, and is no nought. */
function figure(read: Figure): string {
  return text(value(read)) || ('not_evaluated' in read ? `${t('ne_title')}: ${why(read.not_evaluated, true)}` : '');
}

function text(one: string | number | null): string {
  return one === null ? '' : String(one);
}
