// Runs inside the page: goes to a route, waits until it is at rest, asks axe, and looks for texts that are cut.
window.audit = (() => {
  const PATIENCE = 20_000;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const main = () => document.querySelector('main') ?? document.body;
  const resting = () => document.querySelector('[aria-busy="true"]') === null && main().innerText.trim() !== '';

  // At rest: nothing is awaited in three frames that follow each other; when the first of them was.
  async function rest() {
    const until = performance.now() + PATIENCE;
    let since = 0;
    for (let calm = 0; calm < 3; ) {
      await frame();
      if (calm === 0) since = performance.now();
      calm = resting() ? calm + 1 : 0;
      if (performance.now() > until) throw new Error('the page did not come to rest');
    }
    return since;
  }

  async function open(route) {
    const began = performance.now();
    if (location.hash !== route) location.hash = route;
    await frame();
    return Math.round((await rest()) - began);
  }

  function describe(element) {
    const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 50);
    return `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${text}`;
  }

  async function violations() {
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, impact, nodes }) => nodes.slice(0, 4).map((node) => `axe ${id} (${impact}) ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`));
  }

  const shown = (element) => element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && element.getClientRects().length > 0;
  // What only screen readers get is clipped to nothing.
  const readable = (element) => element.closest('.sr, [aria-hidden="true"]') === null && getComputedStyle(element).clipPath !== 'inset(50%)';
  const told = (element) => element.closest('[title], [aria-label]') !== null;

  // Text in a box that hides what does not fit, without a tooltip that has all of it.
  function hidden(element) {
    const style = getComputedStyle(element);
    const owns = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
    if (!owns || told(element) || !['hidden', 'clip'].includes(style.overflowX)) return false;
    return element.scrollWidth > element.clientWidth + 1;
  }

  // Part of a control or text beyond the edge of the window, where nothing scrolls to it.
  function outside(element) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.right <= innerWidth + 1) return false;
    for (let at = element.parentElement; at !== null; at = at.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(at).overflowX)) return false;
    }
    return true;
  }

  function cut() {
    const all = [...document.body.querySelectorAll('*')].filter((element) => shown(element) && readable(element));
    const short = all.filter(hidden).map((element) => `cut: ${describe(element)}`);
    const out = all.filter((element) => element.matches('button, a, input, select, h1, h2, h3, p, td, th, dt, dd, label') && outside(element));
    return [...new Set([...short, ...out.map((element) => `outside the window: ${describe(element)}`)])];
  }

  async function look(ms = 0) {
    await rest();
    return { ms, violations: await violations(), cut: cut() };
  }

  const links = (to) => [...document.querySelectorAll(`nav a[href^="${to}"]`)].map((link) => link.getAttribute('href'));

  async function routes() {
    const rail = links('#/');
    await open('#/settings');
    return [...new Set(['#/', ...rail, '#/new', '#/new?once', ...links('#/settings/'), '#/help'])];
  }

  return { open, look, routes, visit: async (route) => look(await open(route)) };
})();
