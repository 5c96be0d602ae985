import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CheckReport } from '$lib/generated/contract';
import { install, refuse, type Backend } from '../fixtures/backend';
import { checked, HOST, IKEY, refusedKeys, right, SKEY, wizard } from '../fixtures/wizard';
import Wizard from '$views/wizard/Wizard.svelte';

const NOW = new Date('2026-11-21T14:02:11Z');
const TEXT = `Garrow Engineering\nIntegration key: ${IKEY}\nSecret key: ${SKEY}\nAPI hostname: https://${HOST.toUpperCase().replace('DUOSECURITY.COM', 'duosecurity.com')}\nTicket 48213`;
let report: CheckReport;
let backend: Backend;

beforeEach(() => {
  report = checked();
});

let leave: () => void;

function open(props: { sample?: boolean; once?: boolean } = {}): ReturnType<typeof userEvent.setup> {
  backend = install(wizard(NOW, () => report));
  ({ unmount: leave } = render(Wizard, { sample: props.sample ?? false, once: props.once ?? false }));
  return userEvent.setup();
}

const heading = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('heading', { level: 1, name });
const called = (name: string): unknown[] => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
const field = (name: string): HTMLInputElement => screen.getByLabelText(name);

async function toCredentials(props: { sample?: boolean; once?: boolean } = {}) {
  const user = open(props);
  if (!props.once && !props.sample) {
    await heading('Prepare');
    await user.keyboard('{Enter}');
  }
  await heading('Credentials');
  return user;
}

async function toCheck(props: { sample?: boolean; once?: boolean } = {}) {
  const user = await toCredentials(props);
  if (!props.sample) {
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
  }
  await user.keyboard('{Enter}');
  return user;
}

describe('credentials', () => {
  it('reads a paste, shows what it found and keeps nothing secret on the page', async () => {
    const user = await toCredentials();
    await expect.poll(() => document.activeElement).toBe(screen.getByLabelText('Paste all three values, in any form'));
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    expect(called('draft_paste')).toEqual([{ draft: 'd1', text: TEXT, choose: null }]);
    expect(field('API hostname').value).toBe(HOST);
    expect(field('Integration key').value).toBe(IKEY);
    expect(screen.getByText(`Cleaned: using ${HOST}. Removed: https://. ${HOST.replace('.duosecurity.com', '').replaceAll(/[^a-z]/g, '').length} capitals made small.`)).toBeTruthy();
    expect(screen.getByText('Ignored lines: 1')).toBeTruthy();
    expect(document.documentElement.outerHTML).not.toContain(SKEY);
    expect(field('Secret key').value).toBe('');
    expect(screen.getByText('40 characters, kept.')).toBeTruthy();
  });

  it('lets one of several sets be chosen', async () => {
    const user = await toCredentials();
    await user.paste(`${TEXT}\nDIAAAAAAAAAAAAAAAAAA api-00000002.duosecurity.com ${SKEY}`);
    await user.click(await screen.findByRole('button', { name: /api-00000002/ }));
    await screen.findByText('Pasted: 3 of 3 values found');
    expect(field('API hostname').value).toBe('api-00000002.duosecurity.com');
  });

  it('hands a typed secret over once, on leaving the field, and clears it', async () => {
    const user = await toCredentials();
    await user.type(field('Secret key'), SKEY);
    expect(field('Secret key').type).toBe('password');
    await user.tab();
    if (field('Secret key').value !== '') await user.tab();
    await screen.findByText('40 characters, kept.');
    expect(called('draft_set')).toEqual([{ draft: 'd1', field: 'skey', value: SKEY }]);
    expect(field('Secret key').value).toBe('');
    expect(document.documentElement.outerHTML).not.toContain(SKEY);
  });

  it('offers to move swapped values', async () => {
    const user = await toCredentials();
    await user.type(field('API hostname'), IKEY);
    await user.type(field('Integration key'), HOST);
    await user.tab();
    await user.click((await screen.findAllByRole('button', { name: 'Move it to Integration key' }))[0] as HTMLElement);
    await screen.findByText('20 characters, starts with DI.');
    expect([field('API hostname').value, field('Integration key').value]).toEqual([HOST, IKEY]);
    expect(called('draft_move')).toEqual([{ draft: 'd1', from: 'host', to: 'ikey' }]);
  });

  it('clears a secret from an open field at once and moves it where it belongs', async () => {
    const user = await toCredentials();
    await user.type(field('API hostname'), SKEY);
    await user.tab();
    await screen.findByText(/looks like a secret key/);
    expect(field('API hostname').value).toBe('');
    expect(document.documentElement.outerHTML).not.toContain(SKEY);
    await user.click(screen.getByRole('button', { name: 'Move it to Secret key' }));
    await screen.findByText('40 characters, kept.');
    expect(field('API hostname').value).toBe('');
  });

  it('offers the likely host, links the fault to its field and says why it can not go on', async () => {
    const user = await toCredentials();
    await user.type(field('API hostname'), 'admin-5f0c91d2.duosecurity.com');
    await user.tab();
    await screen.findByRole('button', { name: 'Use it' });
    const described = document.getElementById(field('API hostname').getAttribute('aria-describedby') ?? '');
    expect(described?.textContent).toContain('That is the Admin Panel address');
    expect(field('API hostname').getAttribute('aria-invalid')).toBe('true');
    expect(screen.getByRole('button', { name: /^Check/ }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText('Still needed: API hostname, Integration key, Secret key')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Use it' }));
    await screen.findByText('Still needed: Integration key, Secret key');
    expect(field('API hostname').value).toBe(HOST);
  });

  it('goes on at Enter in the last field, once the engine has answered', async () => {
    const user = await toCredentials();
    await user.type(field('API hostname'), HOST);
    await user.type(field('Integration key'), IKEY);
    await user.type(field('Secret key'), `${SKEY}{Enter}`);
    await heading('Verified: 3 of 3 wanted rights');
    expect(document.documentElement.outerHTML).not.toContain(SKEY);
  });

  it('checks what the field shows, also after a letter that was seen and taken back', async () => {
    const user = await toCredentials();
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.type(field('API hostname'), 'x');
    await waitFor(() => expect(called('draft_set')).toContainEqual({ draft: 'd1', field: 'host', value: `${HOST}x` }));
    await user.keyboard('{Backspace}');
    expect(field('API hostname').value).toBe(HOST);
    await user.keyboard('{Enter}');
    await heading('Verified: 3 of 3 wanted rights');
    expect(called('draft_set').at(-1)).toEqual({ draft: 'd1', field: 'host', value: HOST });
  });
});

describe('check', () => {
  it('tells a wrong secret by its row, with cause, fix and the way back', async () => {
    report = refusedKeys('AUTH_SIGNATURE');
    const user = await toCheck();
    await heading('The secret key does not match');
    const row = screen.getByText('6 Keys accepted').closest('li') as HTMLElement;
    expect(row.textContent).toContain('Failed');
    expect(row.textContent).toContain('HTTP 401, code 40103');
    expect(row.textContent).toContain('Copy the secret key again');
    expect(screen.getByText('7 Application type').closest('li')?.textContent).toContain('needs 6');
    await user.click(within(row).getByRole('button', { name: 'Paste again' }));
    await heading('Credentials');
    await expect.poll(() => document.activeElement).toBe(screen.getByLabelText('Paste all three values, in any form'));
  });

  it('keeps refused keys as a draft', async () => {
    report = refusedKeys('AUTH_SIGNATURE');
    const user = await toCheck();
    await heading('The secret key does not match');
    await user.click(screen.getByRole('button', { name: 'Save as draft' }));
    await expect.poll(() => called('connection_save_draft')).toHaveLength(1);
    const [saved] = called('connection_save_draft') as { name: string; organisation: unknown }[];
    expect(saved).toMatchObject({ draft: 'd1', session_only: false, organisation: { new: saved?.name } });
    expect(saved?.name).not.toBe('');
    await expect.poll(() => location.hash).toBe('#/clients');
  });

  it('goes on with two of three rights and says what the third would give', async () => {
    report = checked(['read_log']);
    const user = await toCheck();
    await heading('Limited: 2 of 3 wanted rights');
    const row = screen.getByText('read log').closest('li') as HTMLElement;
    expect(row.textContent).toContain('Not granted');
    expect(row.textContent).toContain('Grant log - Read');
    expect(within(row).queryByText(/Asking again in/)).toBeNull();
    expect(screen.getByRole('heading', { name: 'What the gap costs' })).toBeTruthy();
    expect(screen.getByText('garrow.example.com')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Continue with 2 of 3/ }));
    await heading('Name');
    expect(field('Name of the connection').value).toBe('garrow.example.com');
  });

  it('asks again for one right and turns green', async () => {
    report = checked(['read_log']);
    const user = await toCheck();
    await heading('Limited: 2 of 3 wanted rights');
    backend.handlers.check_permission = ({ permission }) => right(permission, 'granted');
    await user.click(screen.getByRole('button', { name: 'Re-check this' }));
    await heading('Verified: 3 of 3 wanted rights');
    expect(called('check_permission')).toEqual([{ draft: 'd1', permission: 'read_log' }]);
  });

  it('warns of rights beyond reading without stopping', async () => {
    report = checked([], { application_type: { state: 'warn', code: 'EXCESS_RIGHTS', values: { rights: 'write_resource' } } });
    await toCheck();
    await heading('Verified: 3 of 3 wanted rights');
    expect(screen.getByText('7 Application type').closest('li')?.textContent).toContain('may also change things in Duo (write_resource)');
  });

  it('runs again once a value has changed, and not before', async () => {
    const user = await toCheck();
    await heading(/Verified/);
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await heading('Credentials');
    await user.keyboard('{Enter}');
    await heading(/Verified/);
    expect(called('check_run')).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Back' }));
    await heading('Credentials');
    await user.type(field('API hostname'), '{Control>}a{/Control}api-00000002.duosecurity.com{Enter}');
    await heading(/Verified/);
    expect(called('check_run')).toHaveLength(2);
  });
});

describe('to the end', () => {
  it('connects the sample tenant with Enter alone', async () => {
    const user = await toCheck({ sample: true });
    await heading('Verified: 3 of 3 wanted rights');
    // Its key has every right, so that each view has something to show; none of them is too many.
    expect(called('check_run')).toMatchObject([{ want: ['read_resource', 'read_log', 'read_information', 'settings', 'administrators'] }]);
    await user.keyboard('{Enter}');
    await heading('Name');
    await screen.findByText('This name is free.');
    await user.keyboard('{Enter}');
    await expect.poll(() => location.hash).toBe('#/client/c5/overview');
    expect(called('connection_save')).toEqual([{ draft: 'd1', name: 'garrow.example.com', organisation: { new: 'garrow.example.com' }, session_only: false }]);
  });

  it('suggests a name that is free, in a company that is there already', async () => {
    const user = await toCheck();
    await heading(/Verified/);
    const judge = backend.handlers.draft_set;
    backend.handlers.draft_set = async (args) => {
      const result = await judge?.(args);
      if (result === undefined) throw refuse('INTERNAL');
      return args.value === 'garrow.example.com' ? { ...result, kind: 'reject', code: 'NAME_DUPLICATE' } : result;
    };
    backend.handlers.organisations = () => [{ id: 'o7', name: 'Garrow.example.com' }];
    await user.keyboard('{Enter}');
    await screen.findByText('This name is free.');
    await expect.poll(() => screen.getByLabelText<HTMLSelectElement>('Organisation').value).toBe('o7');
    await user.keyboard('{Enter}');
    await expect.poll(() => called('connection_save')).toEqual([{ draft: 'd1', name: 'garrow.example.com 2', organisation: { existing: 'o7' }, session_only: false }]);
  });

  it('offers the sample tenant in the second step', async () => {
    const user = await toCredentials();
    await user.click(screen.getByRole('button', { name: 'Use the sample tenant' }));
    await screen.findByText('40 characters, kept.');
    expect(called('draft_open')).toEqual([{ sample: false, one_off: false }, { sample: true, one_off: false }]);
    expect(called('draft_close')).toEqual([{ draft: 'd1' }]);
  });

  it('leaves the choice of this session only when the keychain refuses', async () => {
    const user = await toCheck();
    await heading(/Verified/);
    await user.keyboard('{Enter}');
    await screen.findByText('This name is free.');
    expect(screen.queryByLabelText(/for this session only/)).toBeNull();
    backend.handlers.connection_save = () => Promise.reject(refuse('KEY_UNAVAILABLE'));
    await user.keyboard('{Enter}');
    await heading('Not saved');
    await user.click(screen.getByRole('button', { name: /for this session only/ }));
    expect(called('connection_save').map((args) => (args as { session_only: boolean }).session_only)).toEqual([false, true]);
  });

  it('opens the connection that exists already', async () => {
    const user = await toCheck();
    await heading(/Verified/);
    await user.keyboard('{Enter}');
    await screen.findByText('This name is free.');
    backend.handlers.connection_save = () => Promise.reject(refuse('CONNECTION_EXISTS', { name: 'Drayton Foods' }));
    await user.keyboard('{Enter}');
    expect((await screen.findByRole('link', { name: 'Open it' })).getAttribute('href')).toBe('#/client/c4/overview');
  });

  it('says that a check without a keychain has eight rows', async () => {
    backend = install({ ...wizard(NOW, () => report), check_run: () => new Promise<never>(() => undefined) });
    ({ unmount: leave } = render(Wizard, { sample: false, once: true }));
    const user = userEvent.setup();
    await heading('Credentials');
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    expect(await screen.findByText(/^Eight checks, in order/)).toBeTruthy();
  });

  it('checks once without a name or a save, and may be kept after all', async () => {
    const user = await toCheck({ once: true });
    await heading(/Verified/);
    expect(called('check_run')).toEqual([{ draft: 'd1', want: ['read_resource', 'read_log', 'read_information'], one_off: true, resume: false, direct: false }]);
    expect(screen.queryByText('9 Keychain')).toBeNull();
    expect(screen.getAllByRole('button', { name: /^(Close|Cancel|Done)/ }).map(({ textContent }) => textContent.trim().slice(0, 5))).toEqual(['Close']);
    await user.click(screen.getByRole('button', { name: 'Save as connection' }));
    await screen.findByText('9 Keychain');
    expect(called('check_run')).toHaveLength(2);
  });

  it('keeps the focus in the footer when the check ends under it', async () => {
    let end: (report: CheckReport) => void = () => undefined;
    backend = install({ ...wizard(NOW, () => report), check_run: () => new Promise<CheckReport>((resolve) => { end = resolve; }) });
    ({ unmount: leave } = render(Wizard, { sample: false, once: true }));
    const user = userEvent.setup();
    await heading('Credentials');
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    (await screen.findByRole('button', { name: 'Cancel check' })).focus();
    end(report);
    await heading(/Verified/);
    await waitFor(() => expect(document.activeElement?.textContent.trim()).toMatch(/^Close/));
  });

  it('opens again where the engine refused to begin', async () => {
    let refused = true;
    const given = wizard(NOW, () => report);
    backend = install({ ...given, draft_open: (args) => { if (refused) throw refuse('DB_BUSY'); return given.draft_open?.(args) ?? Promise.reject(refuse('INTERNAL')); } });
    ({ unmount: leave } = render(Wizard, { sample: false, once: true }));
    const user = userEvent.setup();
    const retry = await screen.findByRole('button', { name: 'Retry' });
    refused = false;
    await user.click(retry);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Paste all three values, in any form')));
    expect(screen.queryByRole('alert')).toBeNull();
    expect(called('draft_open')).toEqual([{ sample: false, one_off: true }, { sample: false, one_off: true }]);
  });

  it('says of no row that it waits once the check broke off', async () => {
    backend = install({ ...wizard(NOW, () => report), check_run: () => Promise.reject(refuse('INTERNAL')) });
    ({ unmount: leave } = render(Wizard, { sample: false, once: true }));
    const user = userEvent.setup();
    await heading('Credentials');
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    await heading('The check failed');
    expect(screen.getAllByText('Not asked')).toHaveLength(8);
    expect(screen.queryByText('Waiting')).toBeNull();
    expect(screen.getByRole('button', { name: /^Check again/ })).toBeTruthy();
  });

  it('closes its draft when it is left', async () => {
    const user = await toCredentials();
    await user.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(location.hash).toBe('#/clients');
    leave();
    expect(called('draft_close')).toEqual([{ draft: 'd1' }]);
  });
});

describe('a network that can read what is sent', () => {
  const skipped = { state: 'skipped' as const, code: 'NEEDS' as const, values: { needs: '3' } };
  const waiting = (): CheckReport => ({ ...checked([], { tls: { state: 'warn', code: 'TLS_INSPECTION', values: { issuer: 'Contoso Inspection CA' } }, ping: skipped, clock: skipped, keys: skipped, application_type: skipped, permissions: skipped }), verdict: 'failed', permissions: [] });

  it('is asked about before the keys are used, and the check goes on from there', async () => {
    report = waiting();
    const user = await toCheck({ once: true });
    await heading('TLS inspection');
    expect(screen.getByText('Answer the question of row 3 first.')).toBeTruthy();
    report = checked();
    await user.click(screen.getByRole('button', { name: 'Continue, remember for this issuer' }));
    await heading('Verified: 3 of 3 wanted rights');
    expect(called('issuer_remember')).toEqual([{ draft: 'd1' }]);
    expect(called('check_run')).toHaveLength(2);
    expect(called('check_run')[1]).toMatchObject({ resume: true, direct: false });
  });

  it('can be left', async () => {
    report = waiting();
    const user = await toCheck({ once: true });
    await heading('TLS inspection');
    await user.click(screen.getByRole('button', { name: 'Stop' }));
    await heading('Credentials');
    expect([called('issuer_remember'), called('check_run').length]).toEqual([[], 1]);
  });
});

describe('help from outside', () => {
  it('opens the status page when Duo has a fault', async () => {
    report = checked([], { ping: { state: 'fail', code: 'SERVER_ERROR', values: { status: '503', host: HOST } } });
    report = { ...report, verdict: 'failed' };
    const user = await toCheck({ once: true });
    await user.click(await screen.findByRole('button', { name: 'Open status page' }));
    expect(called('open_link')).toEqual([{ link: 'duo_status' }]);
  });

  it('opens the time settings where a system has them', async () => {
    report = checked([], { clock: { state: 'warn', code: 'CLOCK_FAR', values: { off: '7 min 3 s', direction: 'behind' } } });
    const info = { version: '0.1.0', os: 'windows', demo: true, data_dir: '/data', notices: [] };
    backend = install({ ...wizard(NOW, () => report), app_info: () => info });
    render(Wizard, { sample: false, once: true });
    const user = userEvent.setup();
    await heading('Credentials');
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    await user.click(await screen.findByRole('button', { name: 'Open time settings' }));
    expect(called('open_link')).toEqual([{ link: 'time_settings' }]);
  });
});
