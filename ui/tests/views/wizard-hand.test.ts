import { render, screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { FieldResult } from '$lib/generated/contract';
import { t } from '$lib/i18n';
import { install, type Backend, type Handlers } from '../fixtures/backend';
import { checked, HOST, IKEY, SKEY, wizard } from '../fixtures/wizard';
import Wizard from '$views/wizard/Wizard.svelte';

const NOW = new Date('2026-11-21T14:02:11Z');
const TEXT = `${IKEY}\n${SKEY}\n${HOST}`;
let backend: Backend;

function open(props: { once?: boolean } = {}, handlers: Handlers = {}): ReturnType<typeof userEvent.setup> {
  const user = userEvent.setup();
  backend = install({ ...wizard(NOW, () => checked()), ...handlers });
  render(Wizard, { sample: false, once: props.once ?? false });
  return user;
}

const heading = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('heading', { level: 1, name });
const called = (name: string): unknown[] => backend.calls.filter((call) => call.name === name).map(({ args }) => args);

async function toCredentials(props: { once?: boolean } = {}, handlers: Handlers = {}) {
  const user = open(props, handlers);
  if (!props.once) {
    await heading('Prepare');
    await user.keyboard('{Enter}');
  }
  await heading('Credentials');
  return user;
}

describe('prepare', () => {
  it('tells the application from the one that is named like it, also to the client', async () => {
    open();
    await heading('Prepare');
    expect(screen.getByText(/Admin API \(not Duo Admin Panel\), \+ Add/)).toBeTruthy();
    expect(t('sheet_create')).toMatch(/Admin API \(not Duo Admin Panel/);
  });

  it('copies and saves the sheet for what is picked, and opens the docs by name', async () => {
    const user = open();
    await heading('Prepare');
    await user.click(screen.getByLabelText(/^Sign-ins, activity/));
    await user.click(screen.getByRole('button', { name: 'Copy instructions for client' }));
    await screen.findByText('Copied');
    const want = ['read_resource', 'read_information'];
    expect(called('instruction_sheet')).toContainEqual({ want, format: 'text' });
    await user.click(screen.getByRole('button', { name: 'Save as HTML' }));
    await screen.findByText('Saved to /home/duo-read-only-access.html');
    expect(called('instruction_sheet_save')).toEqual([{ want }]);
    await user.click(screen.getByRole('button', { name: 'Save as PDF' }));
    await waitFor(() => expect(called('instruction_sheet_save')).toEqual([{ want }, { want, paper: 'letter' }]));
    await user.click(screen.getByRole('button', { name: 'Open duo.com docs' }));
    expect(called('open_link')).toEqual([{ link: 'duo_admin_api' }]);
    expect(called('draft_keep')).toEqual([{ draft: 'd1', want }]);
  });

  it('says of a plain box that it stays off', async () => {
    const user = open();
    await heading('Prepare');
    await user.click(screen.getByLabelText(/^Administrators/));
    await screen.findByText(/Where it shows one plain box "Grant administrators", leave that off/);
  });
});

describe('credentials', () => {
  const savedAs = { client: 'c1', name: 'Acme - Production' };

  it('leads to the connection that is there already, while the key is being typed', async () => {
    const fixture = wizard(NOW, () => checked());
    const user = await toCredentials({}, {
      draft_set: async (args) => {
        const result = (await fixture.draft_set?.(args)) as FieldResult;
        return { ...result, saved_as: args.field === 'ikey' && args.value === IKEY ? savedAs : null };
      },
    });
    await user.type(screen.getByLabelText('API hostname'), HOST);
    await user.type(screen.getByLabelText('Integration key'), IKEY);
    await screen.findByText('Already saved as "Acme - Production".');
    expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe('#/client/c1/overview');
    expect(screen.getByRole('link', { name: 'Update its secret' }).getAttribute('href')).toBe('#/new?update=c1');
    await user.type(screen.getByLabelText('Integration key'), '{Backspace}');
    await expect.poll(() => screen.queryByText(/^Already saved/)).toBeNull();
  });

  it('tells no fault before a field is left', async () => {
    const user = await toCredentials();
    await user.type(screen.getByLabelText('Integration key'), 'DI12');
    await expect.poll(() => called('draft_set').length).toBe(1);
    expect(screen.queryByText(/has 20 characters/)).toBeNull();
    await user.tab();
    await screen.findByText(/has 20 characters/);
  });

  it('swaps two keys that hold one another', async () => {
    const user = await toCredentials();
    await user.type(screen.getByLabelText('API hostname'), IKEY);
    await user.type(screen.getByLabelText('Integration key'), HOST);
    await user.tab();
    await screen.findByText('The keys look swapped.');
    await user.click(screen.getByRole('button', { name: 'Swap' }));
    await expect.poll(() => screen.getByLabelText<HTMLInputElement>('API hostname').value).toBe(HOST);
    expect(screen.queryByText('The keys look swapped.')).toBeNull();
  });

  it('goes on with a draft and forgets it when asked', async () => {
    let kept = true;
    const fixture = wizard(NOW, () => checked());
    const user = open({}, {
      draft_open: async (args) => {
        const draft = await fixture.draft_open?.(args);
        if (draft === undefined) throw new Error('no draft');
        const host: FieldResult = { field: 'host', kind: 'accept', code: null, value: HOST, length: null, values: {}, cleaned: [], belongs_in: null, saved_as: null };
        return kept ? { ...draft, fields: [host], resumed: { name: 'Acme', want: ['read_log'], at: NOW.toISOString() } } : draft;
      },
      draft_discard: () => {
        kept = false;
        return {};
      },
    });
    await heading('Credentials');
    await screen.findByText(/^Goes on from your draft/);
    expect(screen.getByLabelText<HTMLInputElement>('API hostname').value).toBe(HOST);
    expect(screen.getByText('Rights picked: 1')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Start afresh' }));
    await expect.poll(() => screen.queryByText(/^Goes on from/)).toBeNull();
    expect(screen.getByLabelText<HTMLInputElement>('API hostname').value).toBe('');
    expect(screen.getByText('Rights picked: 3')).toBeTruthy();
  });

  it('shows the secret only while its button is held, by pointer or key', async () => {
    const user = await toCredentials();
    const secret = screen.getByLabelText<HTMLInputElement>('Secret key');
    await user.type(secret, 'abc');
    const hold = screen.getByRole('button', { name: 'Hold to show' });
    await user.pointer({ keys: '[MouseLeft>]', target: hold });
    await expect.poll(() => secret.type).toBe('text');
    hold.dispatchEvent(new PointerEvent('pointerleave'));
    await expect.poll(() => secret.type).toBe('password');
    await user.pointer('[/MouseLeft]');
    await user.tab();
    await user.keyboard('{Enter>}');
    await expect.poll(() => secret.type).toBe('text');
    window.dispatchEvent(new Event('blur'));
    await expect.poll(() => secret.type).toBe('password');
    expect(called('check_run')).toEqual([]);
  });
});

describe('the clipboard', () => {
  it('is cleared only while it still holds what was pasted', async () => {
    const user = await toCredentials();
    await navigator.clipboard.writeText(TEXT);
    await user.paste(TEXT);
    await navigator.clipboard.writeText('something else');
    await user.click(await screen.findByRole('button', { name: 'Clear clipboard' }));
    await expect.poll(() => screen.queryByRole('button', { name: 'Clear clipboard' })).toBeNull();
    expect(await navigator.clipboard.readText()).toBe('something else');
    await user.click(screen.getByLabelText(/^Paste all three/));
    await navigator.clipboard.writeText(TEXT);
    await user.paste(TEXT);
    await user.click(await screen.findByRole('button', { name: 'Clear clipboard' }));
    await expect.poll(() => navigator.clipboard.readText().catch(() => '')).toBe('');
  });
});

describe('a one-off check', () => {
  it('ends with its result to copy and to save', async () => {
    const user = await toCredentials({ once: true });
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    await screen.findByText(/^Nothing was saved/);
    expect(called('draft_open')).toEqual([{ sample: false, one_off: true }]);
    await user.click(screen.getByRole('button', { name: 'Copy result' }));
    await screen.findByText('Copied');
    expect(await navigator.clipboard.readText()).toBe('result as text');
    await user.click(screen.getByRole('button', { name: 'Save as JSON' }));
    await screen.findByText('Saved to /home/check.json');
    expect(called('draft_keep')).toEqual([]);
    await user.click(screen.getByRole('button', { name: 'Save as connection' }));
    await screen.findByRole('heading', { level: 1, name: /^Verified/ });
    expect(called('draft_keep')).toHaveLength(1);
  });
});

describe('details', () => {
  const plain = { group: null, colour: 4, initials: '', label: 'production', owner_contact: '', ticket_url: '', psa_id: '', notes: '', key_created: null, rotation_days: null, log_days: 0, favourite: false, time_zone: null } as const;

  async function toName(handlers: Handlers) {
    const user = await toCredentials({}, { client_groups: () => [], ...handlers });
    await user.paste(TEXT);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    await heading(/^Verified/);
    await user.keyboard('{Enter}');
    await heading('Name');
    return user;
  }

  it('are said after the save, in the colour that the connection was given', async () => {
    const set: unknown[] = [];
    const user = await toName({
      connection_details: ({ client }) => ({ client, entered: plain, rotation_due: null, account_id: null, created: NOW.toISOString(), rights: [], stored_rows: 0, stored_bytes: 0, clock: null }),
      connection_details_set: ({ client, details }) => {
        set.push(details);
        return { client, entered: details, rotation_due: null, account_id: null, created: NOW.toISOString(), rights: [], stored_rows: 0, stored_bytes: 0, clock: null };
      },
    });
    await user.click(screen.getByText('Details, later'));
    await user.type(screen.getByLabelText('Notes'), 'Ask for Beat');
    await user.click(screen.getByRole('button', { name: /^Save and sync/ }));
    await expect.poll(() => set).toEqual([{ ...plain, notes: 'Ask for Beat' }]);
  });

  it('hold no secret', async () => {
    const user = await toName({});
    await user.click(screen.getByText('Details, later'));
    await user.type(screen.getByLabelText('Notes'), `key: ${SKEY}`);
    const warnings = await screen.findAllByText(/^The notes hold something like a secret key/);
    expect(warnings.length).toBeGreaterThan(0);
    await user.click(screen.getByRole('button', { name: /^Save and sync/ }));
    expect(called('connection_save')).toEqual([]);
  });
});
