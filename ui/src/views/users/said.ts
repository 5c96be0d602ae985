import { choiceText, t } from '$lib/i18n';
import { byKind, choice, look, named, nothing, sign, STATUS, STRONGEST, type Said } from '$lib/kit';
import { flag, list, num, text, type Row } from '$lib/rows/cells';

/** Ways past the second factor by which a user is not let in at all. */
const SHUT: readonly string[] = ['no_factor', 'factor_not_allowed'];
/** From so many days on a user is idle whatever is asked. */
const LONG = 90;

/** What a cell of the users says. */
export function said(column: string, row: Row): Said | null {
  switch (column) {
    case 'username': return named(text(row, 'username'));
    case 'status': {
      const status = text(row, 'status') ?? '';
      return sign(look(STATUS, status), choiceText('status', status), status);
    }
    case 'strongest': {
      const strongest = text(row, 'strongest') ?? 'none';
      return sign(look(STRONGEST, strongest), choiceText('factor', strongest), strongest);
    }
    case 'factors': return factors(list(row, 'factors'));
    case 'must_mfa': return flag(row, 'must_mfa') === null ? byKind('users', column, row) : must(list(row, 'let_past'));
    case 'last_seen': return byKind('users', column, row, { none: t('never') });
    case 'idle_days': return (num(row, column) ?? 0) >= LONG ? { ...byKind('users', column, row), ink: 'strong' } : byKind('users', column, row);
    case 'reasons': return null;
    default: return byKind('users', column, row);
  }
}

function factors(known: readonly string[]): Said {
  if (known.length === 0) return nothing(t('factor_none'));
  return choice(known.map((factor) => choiceText('factor', factor)).join(', '), known.join(', '), 'mid');
}

function must(past: readonly string[]): Said {
  const [first] = past;
  if (first === undefined) return sign({ icon: 'passed', tone: 'plain' }, t('value_yes'));
  const words = past.map((reason) => choiceText('let_past', reason)).join(', ');
  return sign(SHUT.includes(first) ? { icon: 'failed', tone: 'fail' } : { icon: 'bypass', tone: 'warn' }, choiceText('let_past', first), words);
}
