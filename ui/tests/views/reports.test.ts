import { screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it } from 'vitest';
import type { LicenceReview, ReportSettings } from '$lib/generated/contract';
import { CommandFailure } from '$lib/ipc';
import { timeDisplay } from '$lib/i18n/display.svelte';
import { dateTime } from '$lib/i18n/format';
import { zoneOf, zones } from '$lib/i18n/zones';
import { answers } from '../fixtures/answers';
import { client, everyState } from '../fixtures/clients';
import { PREFERENCES } from '../fixtures/preferences';
import { NOW, open } from './window';

const PLAIN: ReportSettings = { logo: null, colour: null, footer: '', time_zone: 'client', names: 'names', prices: true, hide_ips: true };
const PIXEL = new Uint8Array([0x89, 0x50, 0x4e, 0x47]);

function inTokyo() {
  const [first, ...others] = everyState(NOW);
  return [client(first?.id ?? '', first?.name ?? '', NOW, { time_zone: 'Asia/Tokyo' }), ...others];
}

describe('settings of reports', () => {
  it('takes a picture, shows it and takes it away', async () => {
    const { backend, user } = open('#/settings/reports');
    await screen.findByRole('button', { name: /picture/ });
    const input = document.querySelector<HTMLInputElement>('input[type=file]');
    expect(input?.accept).toBe('image/png,image/jpeg');
    await user.upload(input as HTMLInputElement, new File([PIXEL], 'logo.png', { type: 'image/png' }));
    const logo = await screen.findByRole('img', { name: /The logo/ });
    expect(logo.getAttribute('src')).toBe('data:image/png;base64,iVBORw==');
    expect(backend.calls.findLast(({ name }) => name === 'report_logo_set')?.args).toEqual({ file: 'iVBORw==' });
    await user.click(screen.getByRole('button', { name: 'Remove the logo' }));
    await waitFor(() => expect(screen.queryByRole('img', { name: /The logo/ })).toBeNull());
  });

  it('says why a picture is not taken', async () => {
    const { user } = open('#/settings/reports', { report_logo_set: () => { throw new CommandFailure('PICTURE_LARGE', { kilobytes: '256', pixels: '4000' }); } });
    await screen.findByRole('button', { name: /picture/ });
    await user.upload(document.querySelector('input[type=file]') as HTMLInputElement, new File([PIXEL], 'logo.png', { type: 'image/png' }));
    expect(await screen.findByText(/at most 256 KB and 4000 pixels a side/)).toBeTruthy();
  });

  it('takes a colour that paper bears, and says what is wrong with another', async () => {
    let kept = PLAIN;
    const { backend, user } = open('#/settings/reports', { report_settings: () => kept, report_settings_set: (set) => (kept = set) });
    const field = await screen.findByRole('textbox', { name: /^Your colour/ });
    await user.type(field, '#ffd400');
    expect(await screen.findByText(/Too pale for white paper/)).toBeTruthy();
    await user.clear(field);
    await user.type(field, 'blue{Enter}');
    expect(await screen.findByText(/A colour is # and six digits/)).toBeTruthy();
    expect(backend.calls.filter(({ name }) => name === 'report_settings_set')).toEqual([]);
    await user.clear(field);
    await user.type(field, '1D5C87{Enter}');
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'report_settings_set')?.args).toEqual({ ...PLAIN, colour: '#1d5c87' }));
    await waitFor(() => expect(screen.getByRole('textbox', { name: /^Your colour/ })).toHaveProperty('value', '#1d5c87'));
    await user.clear(field);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'report_settings_set')?.args).toEqual(PLAIN));
  });

  it('saves the foot and what is first offered, and never sends the picture along', async () => {
    const { backend, user } = open('#/settings/reports', { report_settings: () => ({ ...PLAIN, logo: 'data:image/png;base64,AAAA' }), report_settings_set: (set) => set });
    const foot = await screen.findByRole('textbox', { name: 'Line at the foot' });
    await user.type(foot, 'Marsh IT{Enter}');
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'report_settings_set')?.args).toEqual({ ...PLAIN, footer: 'Marsh IT' }));
    await user.click(screen.getByRole('radio', { name: 'Only how many' }));
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'report_settings_set')?.args).toMatchObject({ names: 'counts', logo: null }));
    await user.click(screen.getByRole('switch', { name: /^Hide IP addresses/ }));
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'report_settings_set')?.args).toMatchObject({ hide_ips: false, logo: null }));
  });
});

describe('the report dialog', () => {
  async function dialog(handlers: Parameters<typeof open>[1]) {
    const opened = open('#/client/c5/licences', handlers);
    await opened.user.click(await screen.findByRole('button', { name: /report/i }));
    return { ...opened, box: await screen.findByRole('dialog') };
  }

  it('begins with what the settings offer and the zone of the client', async () => {
    const { backend, user, box } = await dialog({ clients: inTokyo, report_settings: () => ({ ...PLAIN, names: 'counts', prices: false }) });
    await waitFor(() => expect(within(box).getByRole<HTMLInputElement>('radio', { name: 'Only how many' }).checked).toBe(true));
    expect(within(box).getByRole<HTMLInputElement>('radio', { name: /The client's \(Asia\/Tokyo\)/ }).checked).toBe(true);
    await user.click(within(box).getByRole('button', { name: 'Save report' }));
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'licence_report')?.args).toMatchObject({ names: 'counts', prices: false, time_zone: 'Asia/Tokyo' }));
  });

  it('tells a client without a zone in this computer’s', async () => {
    const { backend, user, box } = await dialog({});
    expect(within(box).queryByRole('radio', { name: /The client's/ })).toBeNull();
    await user.click(within(box).getByRole('radio', { name: 'UTC' }));
    await user.click(within(box).getByRole('button', { name: 'Save report' }));
    await waitFor(() => expect(backend.calls.findLast(({ name }) => name === 'licence_report')?.args).toMatchObject({ time_zone: 'UTC' }));
  });
});

describe('zones', () => {
  afterEach(() => { timeDisplay.zone = null; });

  it('means the client’s zone only where there is one that this computer knows', () => {
    expect(zoneOf('utc', 'Asia/Tokyo')).toBe('UTC');
    expect(zoneOf('client', 'Asia/Tokyo')).toBe('Asia/Tokyo');
    expect(zoneOf('client', null)).toBeNull();
    expect(zoneOf('client', 'Mars/Olympus')).toBeNull();
    expect(zoneOf('local', 'Asia/Tokyo')).toBeNull();
    expect(zones('Mars/Olympus')[0]).toBe('Mars/Olympus');
  });

  it('tells times with the letters of another zone', () => {
    const at = '2026-11-21T14:02:00Z';
    timeDisplay.zone = 'Asia/Tokyo';
    expect(dateTime(at, NOW)).toMatch(/23:02 (GMT\+9|JST)$/);
    timeDisplay.zone = 'UTC';
    expect(dateTime(at, NOW)).toMatch(/14:02 UTC$/);
  });

  it('shows a client’s times in its zone when that is wanted', async () => {
    open('#/client/c5/connection', { clients: inTokyo, preferences_get: () => ({ ...PREFERENCES, time_zone: 'client' }) });
    await screen.findByRole('heading', { name: 'Connection' });
    await waitFor(() => expect(timeDisplay.zone).toBe('Asia/Tokyo'));
  });
});

describe('seats beyond those paid', () => {
  it('are told in words', async () => {
    const base = answers(NOW);
    open('#/client/c5/licences', { licence_review: async (of) => ({ ...(await base.licence_review?.(of)), over: { value: 12 } }) as LicenceReview });
    expect(await screen.findByText('12 more users take a seat than the 115 that are paid for.')).toBeTruthy();
  });
});
