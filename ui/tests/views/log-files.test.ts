import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { crash, LOGS } from '../fixtures/answers';
import { refuse } from '../fixtures/backend';
import { open } from './window';

const AT = new Date('2026-11-20T14:02:00Z');

describe('log files', () => {
  it('are switched, sized and shown', async () => {
    const { backend, user } = open('#/settings/diagnostics');
    await screen.findByText('/home/tech/.local/share/tandem/logs');
    expect(screen.getByText(/1\.3 MB on this computer/)).toBeTruthy();
    expect(screen.getByText('None is known.')).toBeTruthy();
    await user.click(screen.getByRole('radio', { name: 'Detailed' }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'log_level_set', args: { level: 'detailed' } }));
    await screen.findByText(/every request to Duo/);
    await user.click(screen.getByRole('button', { name: 'Open logs folder' }));
    await waitFor(() => expect(backend.calls).toContainEqual({ name: 'open_link', args: { link: 'log_folder' } }));
  });

  it('keep their level when it cannot be saved', async () => {
    const { user } = open('#/settings/diagnostics', { log_level_set: () => { throw refuse('FILE_NEWER'); } });
    await user.click(await screen.findByRole('radio', { name: 'Off' }));
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name: 'Normal' }).checked).toBe(true));
  });
});

describe('a crash', () => {
  it('is told in a dialog until somebody closes it', async () => {
    let logs = { ...LOGS, last_crash: crash(AT) };
    const { backend, user } = open('#/clients', {
      log_state: () => logs,
      crash_seen: () => {
        logs = { ...LOGS, last_crash: crash(AT, true) };
        return {};
      },
    });
    const dialog = await screen.findByRole('dialog', { name: 'Tandem ran into a fault of its own' });
    expect(dialog.textContent).toContain('engine::round::due');
    await user.click(within(dialog).getByRole('button', { name: 'Copy report' }));
    await waitFor(async () => expect(await navigator.clipboard.readText()).toBe(crash(AT).report));
    await user.click(within(dialog).getByRole('button', { name: 'Open logs folder' }));
    await user.click(within(dialog).getAllByRole('button', { name: 'Close' })[1] ?? dialog);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.calls).toContainEqual({ name: 'crash_seen', args: {} });
  });

  it('that happens while the window is open is told at once', async () => {
    let logs = LOGS;
    const { backend } = open('#/clients', { log_state: () => logs });
    await screen.findByRole('heading', { name: 'Clients' });
    logs = { ...LOGS, last_crash: crash(AT) };
    // The window may not hear yet.
    await waitFor(() => {
      backend.emit({ kind: 'changed', tags: ['preferences'], client: null });
      expect(screen.queryByRole('dialog', { name: 'Tandem ran into a fault of its own' })).not.toBeNull();
    });
  });

  it('that was seen stands in the settings only', async () => {
    open('#/settings/diagnostics', { log_state: () => ({ ...LOGS, last_crash: crash(AT, true) }) });
    await screen.findByText('src-tauri/crates/engine/src/round.rs:88:13');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy report' })).toBeTruthy();
  });
});
