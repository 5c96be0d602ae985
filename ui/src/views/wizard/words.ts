import type { CleanedPart, Field, FieldResult } from '$lib/generated/contract';
import { codeText, t } from '$lib/i18n';
import type { StateName } from '$lib/kit';

/** Letters that stay, in the other case. */
const CHANGED: readonly CleanedPart[] = ['capital', 'small_letter'];

export interface Words {
  readonly state: StateName;
  readonly text: string;
}

/** What became of an input, for the line under its field. */
export function words(result: FieldResult): Words {
  const told = result.code === null ? null : codeText(result.code, result.values);
  switch (result.kind) {
    case 'accept':
      return { state: 'passed', text: told ?? good(result) };
    case 'accept_normalised':
      return { state: 'passed', text: cleaned(result) };
    case 'accept_warn':
      return { state: 'warning', text: [told ?? good(result), ...putRight(result)].join(' ') };
    case 'reject':
    case 'reject_suggest':
    case 'reject_clear':
      return { state: 'failed', text: told ?? t('wizard_refused') };
  }
}

function good({ field, length }: FieldResult): string {
  switch (field) {
    case 'host':
      return t('wizard_good_host');
    case 'ikey':
      return t('wizard_good_ikey');
    case 'skey':
      return t('wizard_good_skey', { n: length ?? 40 });
    case 'name':
      return t('wizard_good_name');
  }
}

function cleaned(result: FieldResult): string {
  const taken = result.field === 'skey' || result.value === null ? good(result) : t('wizard_cleaned', { value: result.value });
  return [taken, ...putRight(result)].join(' ');
}

/** What was put right, in sentences: first all that was taken away, then letters that were changed. */
function putRight({ cleaned }: FieldResult): string[] {
  const said = (changed: boolean): string[] => cleaned.filter(({ part }) => CHANGED.includes(part) === changed).map(({ part, n }) => t(`cleaned_${part}`, { n }));
  const away = said(false);
  return [...(away.length === 0 ? [] : [t('wizard_removed', { what: away.join(', ') })]), ...said(true)];
}

/** The value offered in place of what was typed. */
export function suggestion({ kind, value }: FieldResult): string | null {
  return kind === 'reject_suggest' ? value : null;
}

/** The other field where this input belongs. */
export function belongs(result: FieldResult): Exclude<Field, 'name'> | null {
  const { belongs_in: to } = result;
  return to === null || to === 'name' || to === result.field ? null : to;
}
