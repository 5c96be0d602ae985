import { hasText, t } from '$lib/i18n';

/** A method's name in plain words; one that is new, as Duo spells it. */
export function methodText(method: string): string {
  const key = `method_${method.replaceAll('-', '_')}`;
  return hasText(key) ? t(key) : method;
}
