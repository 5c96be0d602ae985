import type { UserDetail } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { date } from '$lib/i18n/format';
import type { IconName } from '$lib/kit';
import { flag, list, text } from '$lib/rows/cells';

export interface Device {
  readonly key: string;
  readonly icon: IconName;
  readonly name: string;
  readonly detail: string;
}

type Item = UserDetail['phones'][number];

/** Phones, passkeys and tokens of a user, as lines of a list. */
export function devices({ phones, webauthn, tokens }: UserDetail): readonly Device[] {
  return [...phones.map(phone), ...webauthn.map(passkey), ...tokens.map(token)];
}

function phone(item: Item, at: number): Device {
  const activated = flag(item, 'activated') === true;
  const capabilities = list(item, 'capabilities');
  const name = join([text(item, 'model'), text(item, 'number')]) || t('phone');
  const seen = text(item, 'last_seen');
  const detail = join([text(item, 'platform'), activated ? t('activated') : t('not_activated'), capabilities.join(' '), seen ? t('seen', { date: date(seen) }) : null]);
  return { key: text(item, 'phone_id') ?? `phone ${at}`, icon: activated ? 'device' : 'phone', name, detail };
}

function passkey(item: Item, at: number): Device {
  const [added, used] = [text(item, 'date_added'), text(item, 'date_last_used')];
  const detail = join([text(item, 'label'), added ? t('added', { date: date(added) }) : null, used ? t('used', { date: date(used) }) : null]);
  return { key: text(item, 'webauthnkey') ?? `passkey ${at}`, icon: 'key', name: text(item, 'credential_name') || t('passkey'), detail };
}

function token(item: Item, at: number): Device {
  return { key: text(item, 'token_id') ?? `token ${at}`, icon: 'token', name: t('token'), detail: join([text(item, 'type'), text(item, 'serial')]) };
}

function join(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(', ');
}
