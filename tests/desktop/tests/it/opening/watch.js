// Runs inside the page: what a user waits for, from the press to the paint, and what the page asked for meanwhile.
window.watch = (() => {
  const PATIENCE = 120_000;
  const asked = [];
  const send = window.fetch;
  window.fetch = async (...args) => {
    const one = { what: nameOf(args[1]?.body), from: performance.now(), ms: null };
    asked.push(one);
    try {
      return await send(...args);
    } finally {
      one.ms = performance.now() - one.from;
    }
  };

  function nameOf(body) {
    try {
      const { name, args } = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
      return [name, args?.view, args?.column].filter(Boolean).join(' ');
    } catch {
      return '?';
    }
  }

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const main = () => document.querySelector('main');
  const asking = () => asked.some(({ ms }) => ms === null);
  const waiting = () => document.querySelector('[aria-busy="true"], .ghost') !== null || (main()?.textContent.trim() ?? '') === '';

  // After what this frame shows has been drawn.
  const drawn = () => new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(null); });

  // Draws on until nothing is awaited in three frames that follow each other. Both times are of the first such frame: `shown`
  // is when no part of the page says that it waits, `whole` when no answer is outstanding either.
  async function since(began) {
    const calm = { shown: 0, whole: 0 };
    const at = { shown: 0, whole: 0 };
    while (calm.whole < 3) {
      await frame();
      const now = { shown: !waiting(), whole: !waiting() && !asking() };
      await drawn();
      for (const name of ['shown', 'whole']) {
        if (calm[name] >= 3) continue;
        if (calm[name] === 0) at[name] = performance.now() - began;
        calm[name] = now[name] ? calm[name] + 1 : 0;
      }
      if (performance.now() - began > PATIENCE) throw new Error(`never at rest: ${location.hash}`);
    }
    const of = asked.filter(({ from }) => from >= began).map(({ what, from, ms }) => ({ what, from: Math.round(from - began), ms: Math.round(ms) }));
    return { shown: Math.round(at.shown), whole: Math.round(at.whole), asked: of };
  }

  async function settled() {
    await since(performance.now());
    asked.length = 0;
  }

  async function does(act) {
    await settled();
    const began = performance.now();
    await act();
    return since(began);
  }

  // From when the router has heard of it there is nothing left of the page before.
  function open(route) {
    return does(() => {
      if (location.hash === route) return null;
      const heard = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
      location.hash = route;
      return heard;
    });
  }

  const outside = (selector) => [...main().querySelectorAll(selector)].filter((element) => element.closest('[role=grid], .head-tools') === null && element.checkVisibility());
  const type = (field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); };

  // Narrows the rows by a segment with a count, or a filter that is off; and takes it back.
  async function filter() {
    if (main().querySelector('[role=grid]') === null) return null;
    const segments = outside('fieldset label:has(.n) input[type=radio]');
    const [button] = outside('button[aria-pressed=false]');
    if (segments.length > 1) return there(() => segments[1].click(), () => segments[0].click());
    return button ? there(() => button.click(), () => button.click()) : null;
  }

  async function search(text) {
    const [field] = outside('input[type=search]');
    return field && main().querySelector('[role=grid]') ? there(() => type(field, text), () => type(field, '')) : null;
  }

  // By the first column that it is not sorted by.
  async function sort() {
    const head = (which) => [...main().querySelectorAll('[role=columnheader].sortable')].find(which);
    const before = head((one) => one.hasAttribute('aria-sort'))?.ariaColIndex;
    const other = head((one) => !one.hasAttribute('aria-sort'));
    if (!other) return null;
    return there(() => other.click(), () => head((one) => one.ariaColIndex === before)?.click());
  }

  async function there(go, back) {
    const went = await does(go);
    await does(back);
    return went;
  }

  // Looks at each frame until `stop` is called: rows in view that are not there, or not filled.
  function look() {
    const grid = document.querySelector('[role=grid]');
    const head = grid.querySelector('.head').offsetHeight;
    const seen = { frames: 0, blank_frames: 0, blank_rows: 0, slowest_frame: 0, from: grid.scrollTop, to: 0, ms: 0 };
    const began = performance.now();
    let last = began;
    let going = true;
    const tick = (now) => {
      const rows = [...grid.querySelectorAll('.body [role=row]')];
      const box = grid.getBoundingClientRect();
      const top = box.top + head;
      const bottom = Math.min(box.top + grid.clientHeight, grid.querySelector('.body').getBoundingClientRect().bottom);
      const inside = rows.filter((row) => { const at = row.getBoundingClientRect(); return at.bottom > top && at.top < bottom; });
      const room = Math.floor((bottom - top) / (rows[0]?.offsetHeight ?? 32));
      const blank = inside.filter((row) => row.querySelector('.ghost')).length + Math.max(0, room - inside.length);
      seen.frames++;
      seen.blank_rows += blank;
      if (blank > 0) seen.blank_frames++;
      seen.slowest_frame = Math.max(seen.slowest_frame, Math.round(now - last));
      last = now;
      if (going) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    return {
      grid,
      stop: () => {
        going = false;
        return { ...seen, to: grid.scrollTop, ms: Math.round(performance.now() - began) };
      },
    };
  }

  // As a wheel or a finger turns it: so many pixels a second, evenly.
  async function glide(pace, seconds) {
    const { grid, stop } = look();
    const began = performance.now();
    const from = grid.scrollTop;
    for (let now = began; now - began < seconds * 1000; now = performance.now()) {
      await frame();
      grid.scrollTop = from + ((performance.now() - began) / 1000) * pace;
    }
    return stop();
  }

  let looking = null;
  return { open, filter, search, sort, glide, settled, begin: () => { looking = look(); }, end: () => looking.stop() };
})();
