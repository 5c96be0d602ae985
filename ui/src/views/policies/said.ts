import { choiceText, t } from '$lib/i18n';
import { number } from '$lib/i18n/format';
import { byKind, choice, named, nothing, sign, type Said } from '$lib/kit';
import { flag, list, num, text, type Row } from '$lib/rows/cells';
import { methodText } from './methods';

/** What a cell of the policies says; none of the global policy's name. What a policy leaves open is as in the global one. */
export function said(column: string, row: Row): Said | null {
  const value = text(row, column);
  switch (column) {
    case 'name': return flag(row, 'is_global') ? null : named(value);
    case 'applied_to': return list(row, column).length > 0 ? byKind('policies', column, row) : nothing(t(flag(row, 'is_global') ? 'everything_else' : 'policy_not_used'));
    case 'user_auth':
    case 'new_user': return value === null ? asGlobal() : entry(column, value);
    case 'allowed': {
      const methods = list(row, column);
      return row[column] === null ? asGlobal() : choice(methods.map(methodText).join(', '), methods.join(', '), 'mid');
    }
    case 'remembered_days': {
      const days = num(row, column);
      return days === null ? asGlobal() : { word: days === 0 ? t('value_no') : number(days) };
    }
    case 'networks': return value === null ? asGlobal() : choice(choiceText(column, value), value);
    default: return byKind('policies', column, row);
  }
}

function asGlobal(): Said {
  return nothing(t('as_global'));
}

function entry(column: string, value: string): Said {
  if (value !== 'bypass' && value !== 'no-mfa') return choice(choiceText(column, value), value);
  return sign({ icon: 'bypass', tone: 'warn' }, choiceText(column, value.replace('-', ' ')), value);
}
