import type { LetPastNote, UserDetail } from '$lib/generated/contract';
import { t } from '$lib/i18n';

interface Act {
  readonly tone: 'warn' | 'fail' | 'info';
  readonly title: string;
  readonly text: string;
}

/** Why a user is let past, in a sentence. */
export function pastText({ reason, name, apps }: LetPastNote): string {
  const values = { name: name ?? '', n: apps.length };
  if (reason === 'policy') return apps.length === 0 ? t('let_past_why_policy', values) : t('let_past_why_policy_at', values);
  return t(`let_past_why_${reason}`, values);
}

/** The one thing to act on, the gravest first. */
export function actOn(data: UserDetail): Act | null {
  const past = data.let_past[0];
  if (data.status === 'locked out') return { tone: 'fail', title: t('act_locked_out'), text: data.lockout_reason ?? '' };
  if (past !== undefined) {
    const cannot = past.reason === 'no_factor' || past.reason === 'factor_not_allowed';
    return { tone: cannot ? 'fail' : 'warn', title: cannot ? t('act_cannot') : t('act_let_past'), text: pastText(past) };
  }
  if (data.can_mfa && data.factors.phishing_resistant + data.factors.push + data.factors.passcode === 0) return { tone: 'warn', title: t('act_weak'), text: t('act_weak_text') };
  if (data.status === 'disabled') return { tone: 'info', title: t('act_disabled'), text: t('act_disabled_text') };
  return null;
}
