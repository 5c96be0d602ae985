import { call } from '$lib/ipc';
import { webview } from '$lib/webview';

/** Puts the lines for whoever helps on the clipboard; false when the system did not let them. */
export async function copyDiagnostics(draft: string): Promise<boolean> {
  const { text } = await call('check_diagnostics', { draft, webview: webview() });
  return navigator.clipboard.writeText(text).then(() => true, () => false);
}
