/** The page's own engine, as it names itself: for the lines for whoever helps. */
export function webview(): string | null {
  const found = /(Edg|AppleWebKit)\/([\d.]+)/.exec(navigator.userAgent);
  if (found === null) return null;
  return `${found[1] === 'Edg' ? 'WebView2' : 'WebKit'} ${found[2]}`;
}
