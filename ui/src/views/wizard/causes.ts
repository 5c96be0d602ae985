import type { Code } from '$lib/generated/contract';
import { hasText, t } from '$lib/i18n';

const MOST = 5;

/** What may have led here, the likeliest first; empty where the text says it all. */
export function causes(code: Code): string[] {
  const keys = Array.from({ length: MOST }, (_, at) => `cause_${code}_${at + 1}`);
  return keys.filter(hasText).map((key) => t(key));
}

/** Where the clock is set on this system; none where it is not known. */
export function clockFix(code: Code, os: string | undefined): string | null {
  const key = `clock_fix_${os ?? ''}`;
  return code.startsWith('CLOCK_') && code !== 'CLOCK_SKEW' && hasText(key) ? t(key) : null;
}
