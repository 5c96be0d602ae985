import { choiceText, t } from '$lib/i18n';
import { byKind, choice, LANE, look, named, nothing, sign, type Said } from '$lib/kit';
import { text, type Row } from '$lib/rows/cells';

/** What a cell of the licence review says. */
export function said(column: string, row: Row): Said | null {
  switch (column) {
    case 'username': return named(text(row, 'username'), [text(row, 'username'), text(row, 'realname')].filter(Boolean).join(', '));
    case 'lane': {
      const lane = text(row, 'lane');
      return lane ? sign(look(LANE, lane), choiceText('lane', lane)) : nothing(t('in_use'));
    }
    case 'decision_reason': {
      const why = text(row, column);
      return { word: why ? choiceText(column, why) : '' };
    }
    case 'evidence': {
      const evidence = text(row, column);
      return choice(evidence === 'never' || evidence === null ? '' : choiceText(column, evidence), null, 'mid');
    }
    case 'last_seen': return byKind('licences', column, row, { none: t('never') });
    case 'reasons':
    case 'decision': return null;
    default: return byKind('licences', column, row);
  }
}
