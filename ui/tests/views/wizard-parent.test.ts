import { render, screen, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { CheckReport, ParentChildren } from '$lib/generated/contract';
import { start } from '$lib/events';
import { router } from '$lib/router.svelte';
import { install, refuse, type Backend, type Handlers } from '../fixtures/backend';
import { client, everyState } from '../fixtures/clients';
import { children, parentKey, parents } from '../fixtures/parent';
import { checked, HOST, IKEY, SKEY, wizard } from '../fixtures/wizard';
import ClientCell from '$views/clients/ClientCell.svelte';
import Wizard from '$views/wizard/Wizard.svelte';

const NOW = new Date('2026-11-21T14:02:11Z');
let backend: Backend;
let report: CheckReport;
let found: ParentChildren;

beforeEach(() => {
  location.hash = '#/new';
  router.route = { page: 'new', sample: false, once: false, like: null, update: false, organisation: null, parent: null };
  report = parentKey();
  found = children();
});

function open(more: Handlers = {}, once = false): ReturnType<typeof userEvent.setup> {
  backend = install({ ...wizard(NOW, () => report), ...parents(() => found), ...more });
  render(Wizard, { sample: false, once });
  return userEvent.setup();
}

const heading = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('heading', { level: 1, name });
const called = (name: string): unknown[] => backend.calls.filter((call) => call.name === name).map(({ args }) => args);
const row = (name: string | RegExp): HTMLElement => screen.getByRole('row', { name });
const box = (name: string | RegExp): HTMLInputElement => within(row(name)).getByRole('checkbox');

async function toCheck(more: Handlers = {}, once = false) {
  const user = open(more, once);
  if (!once) {
    await heading('Prepare');
    await user.keyboard('{Enter}');
  }
  await heading('Credentials');
  await user.paste(`${HOST} ${IKEY} ${SKEY}`);
  await screen.findByText('Pasted: 3 of 3 values found');
  await user.keyboard('{Enter}');
  await heading('This is an MSP parent key');
  return user;
}

async function toChildren(more: Handlers = {}) {
  const user = await toCheck(more);
  await user.keyboard('{Enter}');
  await heading('Choose customers');
  await screen.findByRole('table');
  return user;
}

describe('an MSP parent key', () => {
  it('is told as what it is and leads to its customers', async () => {
    await toCheck();
    expect(screen.getByText('Duo lists 6 customers under it. Choose which of them to add; nothing is saved yet.')).toBeTruthy();
    expect(screen.getByText(/full rights and can't be limited to reading/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Save as draft/ })).toBeNull();
    expect(screen.getAllByRole('button', { name: /^Choose customers/ }).length).toBeGreaterThan(0);
    const step = within(screen.getByRole('complementary', { name: 'Steps' })).getByText('Choose customers');
    expect(step).toBeTruthy();
  });

  it('asks for the list with the draft and shows how far it is', async () => {
    let answer: (children: ParentChildren) => void = () => undefined;
    const user = await toCheck({ parent_children: () => new Promise((resolve) => (answer = resolve)) });
    await user.keyboard('{Enter}');
    await heading('Choose customers');
    await start();
    expect(called('parent_children')).toEqual([{ source: { draft: 'd1' } }]);
    backend.emit({ kind: 'parent_progress', id: 'd1', done: 2, total: 7 });
    await screen.findByText('Looking whether the key opens them: 2 of 7');
    backend.emit({ kind: 'parent_progress', id: 'another', done: 5, total: 7 });
    expect(screen.queryByText(/5 of 7/)).toBeNull();
    answer(found);
    await screen.findByRole('table');
  });

  it('offers what can be added and says why the rest can not', async () => {
    await toChildren();
    expect(box(/Bramley/).disabled).toBe(false);
    expect(box(/Eskdale/).disabled).toBe(false);
    for (const name of [/Castellan/, /Drayton/, /Garrow/]) expect(box(name).disabled).toBe(true);
    expect(within(row(/Drayton/)).getByText('Another deployment')).toBeTruthy();
    expect(screen.getByText(/The parent key does not open customers on another Duo deployment/)).toBeTruthy();
    expect(within(row(/Castellan/)).getByRole('link', { name: 'Castellan Dental Group' }).getAttribute('href')).toBe('#/client/c2/overview');
    expect(screen.getByText('Chosen: 0 of 4 · already clients: 1 · on another deployment: 1 · could not be opened: 1')).toBeTruthy();
  });

  it('shows a hostile name as text', async () => {
    await toChildren();
    expect(document.querySelector('img')).toBeNull();
    const input = screen.getByRole<HTMLInputElement>('textbox', { name: /^Name for <img/ });
    expect(input.value).toBe('<img src=x onerror=alert(1)>evil');
  });

  it('adds those chosen under the names given, by keyboard alone', async () => {
    const user = await toChildren();
    box(/Bramley/).focus();
    await user.keyboard(' ');
    expect(box(/Bramley/).checked).toBe(true);
    await user.tab();
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Name for Bramley Logistics' }));
    await user.keyboard('{Control>}a{/Control}Bramley');
    await user.type(screen.getByRole('textbox', { name: 'Name of the parent' }), 'Northgate MSP');
    await user.keyboard('{Enter}');
    await expect.poll(() => location.hash).toBe('#/clients');
    expect(called('parent_add')).toEqual([{ source: { draft: 'd1' }, name: 'Northgate MSP', children: [{ account_id: 'DA000000000000000002', name: 'Bramley' }], session_only: false }]);
  });

  it('chooses all that match a search and can be added', async () => {
    const user = await toChildren();
    const all = screen.getByRole('checkbox', { name: 'Choose all that are shown' });
    await user.click(all);
    expect(screen.getByText(/^Chosen: 4 of 4/)).toBeTruthy();
    await user.click(all);
    await user.type(screen.getByRole('searchbox'), 'alder');
    expect(screen.getAllByRole('row')).toHaveLength(2);
    await user.click(all);
    expect(screen.getByText(/^Chosen: 1 of 4/)).toBeTruthy();
    await user.clear(screen.getByRole('searchbox'));
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: 'Choose all that are shown' }).indeterminate).toBe(true);
    await user.type(screen.getByRole('searchbox'), 'nobody');
    expect(screen.getByText('No customer matches the search.')).toBeTruthy();
  });

  it('does not go on without a choice, a name, or with one name twice', async () => {
    const user = await toChildren();
    expect(screen.getByText('Choose at least one customer.')).toBeTruthy();
    await user.click(box(/Alder/));
    await user.clear(screen.getByRole('textbox', { name: 'Name for Alder & Finch Architects' }));
    expect(screen.getByText('Give every chosen customer a name.')).toBeTruthy();
    await user.type(screen.getByRole('textbox', { name: 'Name for Alder & Finch Architects' }), 'bramley logistics');
    await user.click(box(/Bramley/));
    expect(screen.getByText(/^Two customers are called/)).toBeTruthy();
    await user.keyboard('{Enter}');
    expect(called('parent_add')).toEqual([]);
  });

  it('tells which were not added, those first', async () => {
    const user = await toChildren(parents(() => found, ['DA000000000000000002']));
    await user.click(screen.getByRole('checkbox', { name: 'Choose all that are shown' }));
    await user.click(screen.getByRole('button', { name: /^Add customers/ }));
    await heading('Not every customer was added');
    const rows = screen.getAllByRole('listitem').filter((item) => item.closest('main') !== null);
    expect(rows[0]?.textContent).toContain('Bramley Logistics');
    expect(rows[0]?.textContent).toContain('Not added');
    expect(rows).toHaveLength(4);
    await user.click(screen.getByRole('button', { name: /^Done/ }));
    await expect.poll(() => location.hash).toBe('#/clients');
  });

  it('keeps the key for this session where the keychain refuses', async () => {
    let refused = true;
    const user = await toChildren({ parent_add: (add) => { if (refused) throw refuse('KEY_LOCKED'); return { parent: null, children: add.children.map(({ account_id, name }) => ({ account_id, name, client: 'n1', code: null, values: {} })) }; } });
    await user.click(box(/Alder/));
    await user.click(screen.getByRole('button', { name: /^Add customers/ }));
    await heading('Not saved');
    refused = false;
    await user.click(screen.getByRole('button', { name: /session only/ }));
    await expect.poll(() => location.hash).toBe('#/clients');
    expect((called('parent_add')[1] as { session_only: boolean }).session_only).toBe(true);
  });

  it('says what went wrong with the list and asks again', async () => {
    let fails = true;
    const user = await toCheck({ parent_children: () => { if (fails) throw refuse('NET_TIMEOUT', { host: HOST }); return found; } });
    await user.keyboard('{Enter}');
    const again = await screen.findByRole('button', { name: 'List again' });
    fails = false;
    await user.click(again);
    await screen.findByRole('table');
  });

  it('saves nothing in a one-off check', async () => {
    const user = await toCheck({}, true);
    await user.click(screen.getByRole('button', { name: /^Close/ }));
    expect(called('parent_children')).toEqual([]);
  });
});

describe('the list of clients', () => {
  it('says through whom a client is connected', () => {
    backend = install({});
    const props = { column: 'name', group: null, onrename: () => undefined, ondisconnect: () => undefined };
    const { unmount } = render(ClientCell, { ...props, client: client('c1', 'Inverlea', NOW, { parent: { id: 'p1', name: 'Northgate <b>MSP' } }) });
    expect(screen.getByText('via Northgate <b>MSP')).toBeTruthy();
    unmount();
    render(ClientCell, { ...props, client: client('c1', 'Inverlea', NOW) });
    expect(screen.queryByText(/^via/)).toBeNull();
  });
});

describe('a saved parent', () => {
  it('lists its customers again, with those that are gone', async () => {
    router.route = { page: 'new', sample: false, once: false, like: null, update: false, organisation: null, parent: 'p1' };
    found = { ...found, parent: { id: 'p1', name: 'Northgate MSP', host: HOST, ikey: 'DIQ7…9K7', session_only: false, clients: 1, created: NOW.toISOString() }, gone: [{ client: 'c9', name: 'Oakmere Care' }] };
    const user = open();
    await screen.findByRole('table');
    expect(called('parent_children')).toEqual([{ source: { saved: 'p1' } }]);
    expect(called('draft_open')).toEqual([]);
    expect(screen.getByText('Oakmere Care')).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Name of the parent' })).toBeNull();
    await user.click(box(/Alder/));
    await user.click(screen.getByRole('button', { name: /^Add customers/ }));
    await expect.poll(() => location.hash).toBe('#/clients');
    expect(called('parent_add')).toEqual([{ source: { saved: 'p1' }, name: 'Northgate MSP', children: [{ account_id: 'DA000000000000000001', name: 'Alder & Finch Architects' }], session_only: false }]);
  });

  it('takes a new key for all of its customers', async () => {
    router.route = { page: 'new', sample: false, once: false, like: 'c1', update: true, organisation: null, parent: null };
    const own = client('c1', 'Inverlea', NOW, { parent: { id: 'p1', name: 'Northgate MSP' } });
    const user = open({ clients: () => [own, ...everyState(NOW)] });
    await heading('Credentials');
    await user.paste(`${HOST} ${IKEY} ${SKEY}`);
    await screen.findByText('Pasted: 3 of 3 values found');
    await user.keyboard('{Enter}');
    await heading('This is an MSP parent key');
    await user.click(screen.getByRole('button', { name: /^Replace the parent's key/ }));
    await expect.poll(() => location.hash).toBe('#/clients');
    expect(called('parent_rekey')).toEqual([{ parent: 'p1', draft: 'd1', session_only: false }]);
  });

  it('of an ordinary check nothing changes', async () => {
    report = checked();
    const user = open();
    await heading('Prepare');
    await user.keyboard('{Enter}');
    await heading('Credentials');
    expect(screen.queryByText('Choose customers')).toBeNull();
  });
});
