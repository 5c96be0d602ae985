import type { DataSet, UserDetail } from '$lib/generated/contract';
import { choiceText, t } from '$lib/i18n';
import { date } from '$lib/i18n/format';
import type { IconName } from '$lib/kit';
import { flag, list, text } from '$lib/rows/cells';

export interface Device {
  readonly key: string;
  readonly icon: IconName;
  readonly name: string;
  readonly detail: string;
  /** Duo's own words. */
  readonly raw: string;
}

type Item = UserDetail['phones'][number];

/** What a user can sign in with. */
export const AUTHENTICATORS: readonly DataSet[] = ['phones', 'tokens', 'webauthn', 'desktop_authenticators'];

/** Phones, passkeys, tokens and desktop authenticators of a user, as lines of a list. */
export function devices({ phones, webauthn, tokens, desktop_authenticators }: UserDetail): readonly Device[] {
  return [...phones.map(phone), ...webauthn.map(passkey), ...tokens.map(token), ...desktop_authenticators.map(desktop)];
}

/** Endpoints and registered devices of a user. */
export function computers({ endpoints, registered_devices }: UserDetail): readonly Device[] {
  return [...endpoints.map(endpoint), ...registered_devices.map(registered)];
}

function desktop(item: Item, at: number): Device {
  const used = text(item, 'last_used');
  const name = text(item, 'device_name') || t('device_kind_desktop');
  return { key: text(item, 'dakey') ?? `desktop ${at}`, icon: 'computer', name, detail: join([t('device_kind_desktop'), text(item, 'platform'), used ? t('used', { date: date(used) }) : null]), raw: '' };
}

function endpoint(item: Item, at: number): Device {
  const [seen, trusted] = [text(item, 'last_seen'), text(item, 'trusted')];
  const system = [text(item, 'os'), text(item, 'os_version')].filter((part) => part !== null).join(' ');
  const detail = join([
    text(item, 'device_name') ? system : null, list(item, 'browsers')[0] ?? null, trusted === 'yes' ? t('computer_trusted') : trusted === 'no' ? t('computer_not_trusted') : null,
    text(item, 'encryption') === 'off' ? t('computer_disk_off') : null, text(item, 'firewall') === 'off' ? t('computer_firewall_off') : null, seen ? t('seen', { date: date(seen) }) : null,
  ]);
  return { key: text(item, 'epkey') ?? `endpoint ${at}`, icon: 'computer', name: text(item, 'device_name') || system || t('endpoint'), detail, raw: list(item, 'browsers').join(', ') };
}

function registered(item: Item, at: number): Device {
  const seen = text(item, 'last_seen');
  const detail = join([t('device_kind_registered'), text(item, 'os_family'), flag(item, 'blocked') ? t('computer_blocked') : null, seen ? t('seen', { date: date(seen) }) : null]);
  return { key: text(item, 'compkey') ?? `registered ${at}`, icon: 'computer', name: text(item, 'device_name') || t('device_kind_registered'), detail, raw: '' };
}

function phone(item: Item, at: number): Device {
  const activated = flag(item, 'activated') === true;
  const capabilities = list(item, 'capabilities');
  const name = join([model(text(item, 'model')), text(item, 'number')]) || t('phone');
  const [seen, lock] = [text(item, 'last_seen'), text(item, 'screenlock')];
  const detail = join([
    choiceText('platform', text(item, 'platform') ?? ''), flag(item, 'activated') === null ? null : activated ? t('activated') : t('not_activated'), ...uses(capabilities, activated),
    lock === 'Locked' ? t('screen_lock_on') : lock === 'Unlocked' ? t('screen_lock_off') : null, seen ? t('seen', { date: date(seen) }) : null,
  ]);
  return { key: text(item, 'phone_id') ?? `phone ${at}`, icon: activated ? 'device' : 'phone', name, detail, raw: capabilities.join(', ') };
}

/** What the phone is good for; a push needs Duo Mobile. */
function uses(capabilities: readonly string[], activated: boolean): string[] {
  const can = (name: string): boolean => capabilities.includes(name);
  return [activated && can('push') ? t('factor_push') : null, can('sms') ? t('use_sms') : null, can('phone') ? t('use_call') : null].filter((use) => use !== null);
}

function passkey(item: Item, at: number): Device {
  const [added, used, label] = [text(item, 'date_added'), text(item, 'date_last_used'), text(item, 'label') ?? ''];
  const name = text(item, 'credential_name') || t('passkey');
  const detail = join([label === name ? null : label, added ? t('added', { date: date(added) }) : null, used ? t('used', { date: date(used) }) : null]);
  return { key: text(item, 'webauthnkey') ?? `passkey ${at}`, icon: 'key', name, detail, raw: label };
}

function token(item: Item, at: number): Device {
  const type = text(item, 'type') ?? '';
  return { key: text(item, 'token_id') ?? `token ${at}`, icon: 'token', name: t('token'), detail: join([choiceText('token_type', type), text(item, 'serial')]), raw: type };
}

function model(name: string | null): string | null {
  return name === 'Unknown' ? null : name;
}

function join(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join(', ');
}
