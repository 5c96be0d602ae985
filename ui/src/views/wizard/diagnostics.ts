import { call } from '$lib/ipc';

/** Puts the lines for whoever helps on the clipboard; false when the system did not let them. */
export async function copyDiagnostics(draft: string): Promise<boolean> {
  const { text } = await call('check_diagnostics', { draft, webview: webview() });
  return navigator.clipboard.writeText(text).then(() => true, () => false);
}

/** The page's own engine, as it names itself. */
function webview(): string | null {
  const found = /(Edg|AppleWebKit)\/([\d.]+)/.exec(navigator.userAgent);
  if (found === null) return null;
  return `${found[1] === 'Edg' ? 'WebView2' : 'WebKit'} ${found[2]}`;
}
