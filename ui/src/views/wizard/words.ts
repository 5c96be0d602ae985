import type { Field, FieldResult } from '$lib/generated/contract';
import { codeText, t } from '$lib/i18n';
import type { StateName } from '$lib/kit';

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
      return { state: 'warning', text: told ?? good(result) };
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
  if (result.field === 'skey') return `${good(result)} ${t('code_SKEY_NORMALISED')}`;
  return result.value === null ? good(result) : t('wizard_cleaned', { value: result.value });
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
