import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { PAGES } from '$views/shell/pages';
import { clothe } from '$views/reports/preview';
import type { Backend } from '../fixtures/backend';
import { refuse } from '../fixtures/backend';
import { everyState } from '../fixtures/clients';
import { reportPage } from '../fixtures/report';
import { NOW, open } from './window';

function frame(): HTMLIFrameElement {
  return screen.getByTitle('The report');
}

function shown(): string {
  return frame().contentDocument?.body.textContent ?? '';
}

function asked(backend: Backend, name: 'client_report' | 'client_report_page'): unknown {
  return backend.calls.findLast((call) => call.name === name)?.args;
}

describe('the reports of a client', () => {
  it('show the page that the engine makes, in a frame where no script runs', async () => {
    open('#/client/c5/reports');
    await screen.findByTitle('The report');
    expect(frame().getAttribute('sandbox')).toBe('allow-same-origin');
    await waitFor(() => expect(shown()).toContain('a.finch'));
    expect(shown()).toContain('Fennimore Legal LLP');
  });

  it('ask for what fits the kind alone', async () => {
    const { backend, user } = open('#/client/c5/reports');
    await screen.findByTitle('The report');
    expect(asked(backend, 'client_report_page')).toMatchObject({ client: 'c5', kind: 'licences', names: 'names', prices: true, msp: false });
    expect(asked(backend, 'client_report_page')).not.toHaveProperty('days');
    await user.click(screen.getByRole('radio', { name: /^MFA coverage/ }));
    await waitFor(() => expect(asked(backend, 'client_report_page')).toMatchObject({ kind: 'coverage', days: 30, hide_ips: true }));
    expect(asked(backend, 'client_report_page')).not.toHaveProperty('prices');
    await user.click(screen.getByRole('checkbox', { name: 'Hide IP addresses' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Sign-ins of the last' }), '90');
    await user.click(screen.getByRole('radio', { name: 'Only how many' }));
    await waitFor(() => expect(asked(backend, 'client_report_page')).toMatchObject({ kind: 'coverage', days: 90, hide_ips: false, names: 'counts' }));
    await waitFor(() => expect(shown()).toContain('198.51.100.7'));
    await user.click(screen.getByRole('radio', { name: /^Connection check/ }));
    expect(screen.queryByRole('group', { name: 'People' })).toBeNull();
  });

  it('are saved as they are shown, in the form that was chosen', async () => {
    const { backend, user } = open('#/client/c5/reports?kind=evidence');
    await screen.findByTitle('The report');
    const shown = asked(backend, 'client_report_page') as object;
    await user.click(screen.getByRole('radio', { name: 'ZIP' }));
    expect(screen.getByText(/^The file has the same figures/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Save report/ }));
    await waitFor(() => expect(asked(backend, 'client_report')).toEqual({ ...shown, format: 'zip' }));
    expect(await screen.findByText(/_evidence_2026-11-21\.zip/)).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: /^Licence review/ }));
    expect(screen.queryByRole('radio', { name: 'ZIP' })).toBeNull();
    expect(screen.queryByText(/^The file has the same figures/)).toBeNull();
  });

  it('begin as the settings say, and in the time of the client', async () => {
    const { backend, user } = open('#/client/c5/reports', {
      clients: () => everyState(NOW).map((client) => ({ ...client, time_zone: 'Asia/Tokyo' })),
      report_settings: () => ({ logo: null, colour: null, footer: '', names: 'pseudonyms', prices: false, hide_ips: false, time_zone: 'client' }),
    });
    await screen.findByTitle('The report');
    await waitFor(() => expect(asked(backend, 'client_report_page')).toMatchObject({ names: 'pseudonyms', prices: false, time_zone: 'Asia/Tokyo' }));
    await user.click(screen.getByRole('radio', { name: /^MFA coverage/ }));
    await waitFor(() => expect(asked(backend, 'client_report_page')).toMatchObject({ kind: 'coverage', hide_ips: false }));
  });

  it('are made anew after the settings were looked at, which may have given them another colour', async () => {
    const { backend } = open('#/client/c5/reports');
    const made = (): number => backend.calls.filter(({ name }) => name === 'client_report_page').length;
    await screen.findByTitle('The report');
    const before = made();
    location.hash = '#/settings/reports';
    await screen.findByLabelText(/^Your colour/);
    location.hash = '#/client/c5/reports';
    await screen.findByTitle('The report');
    expect(made()).toBe(before + 1);
  });

  it('say why one cannot be made, and save nothing then', async () => {
    const { backend, user } = open('#/client/c5/reports', { client_report_page: () => Promise.reject(refuse('CLIENT_UNKNOWN')) });
    expect(await screen.findByRole('button', { name: 'Retry' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: /^Save report/ }));
    expect(asked(backend, 'client_report')).toBeUndefined();
  });

  it('open by key, and are a page of the rail', async () => {
    const { user } = open('#/client/c5/users');
    await screen.findByRole('heading', { name: 'Users' });
    await user.keyboard('{Control>}p{/Control}');
    expect(await screen.findByRole('heading', { name: 'Reports' })).toBeTruthy();
    const nav = within(screen.getByRole('navigation', { name: 'Navigation' }));
    expect(nav.getByRole('link', { name: 'Reports' }).getAttribute('aria-current')).toBe('page');
    expect(PAGES.findIndex(({ page }) => page === 'reports')).toBeGreaterThan(8);
  });

  it('wear the style that they carry, as sheets that the window’s policy lets', () => {
    const box = document.createElement('iframe');
    document.body.append(box);
    const [page, made] = [box.contentDocument as Document, [] as string[]];
    page.documentElement.innerHTML = reportPage({ client: 'c5', kind: 'licences', names: 'names' }).replace(/<script.*script>/, '');
    Object.assign(box.contentWindow as object, { CSSStyleSheet: class { replaceSync(text: string): void { made.push(text); } } });
    page.querySelector<HTMLElement>('[style]')?.style.setProperty('inline-size', '1%');
    page.querySelector<HTMLElement>('[style]')?.setAttribute('style', 'width:42%');
    clothe(box);
    expect(made).toHaveLength(1);
    expect(made[0]).toContain('max-width: 720px');
    expect(page.querySelector<HTMLElement>('[style]')?.style.width).toBe('42%');
    box.remove();
  });
});
