import type { ViewPage } from '$lib/generated/contract';
import { choiceText, t } from '$lib/i18n';
import { byKind, choice, type Said } from '$lib/kit';
import { flag, text, type Row } from '$lib/rows/cells';
import { firstSeen, trend } from './app';
import { kindFrom } from './decide';

/** What a cell of the applications says; the page tells how far back the log was read. */
export function said(column: string, row: Row, page: ViewPage | null): Said | null {
  switch (column) {
    case 'kind': return flag(row, 'kind_edited') ? null : choice(choiceText('app_kind', text(row, column) ?? 'unknown'), kindFrom(row), 'mid');
    case 'users_30': return { ...byKind('apps', column, row), ink: 'strong' };
    case 'state': {
      const state = text(row, column) ?? 'discovered';
      return choice(choiceText('app_state', state), text(row, 'marked_by'), state === 'discovered' ? 'dim' : 'mid');
    }
    case 'trend_percent': {
      const { text: word, title } = trend(row);
      return choice(word, title, 'mid');
    }
    case 'first_seen': return choice(firstSeen(row, page?.read_back_to ?? null, page?.as_of ?? null), null, 'mid');
    case 'last_seen': return byKind('apps', column, row, { none: t('never') });
    case 'source': return choice(choiceText('source', text(row, column) ?? ''), null, 'mid');
    case 'name':
    case 'weeks':
    case 'flags': return null;
    default: return byKind('apps', column, row);
  }
}
