// Stands in for the shell: what @tauri-apps/api finds in the window, over HTTP.
(() => {
  const callbacks = new Map();
  let next = 1;

  async function call(body) {
    const answer = await fetch('/bridge/call', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const value = await answer.json();
    if (!answer.ok) throw value;
    return value;
  }

  function subscribe({ channel }) {
    let index = 0;
    new EventSource('/bridge/events').onmessage = ({ data }) => {
      callbacks.get(channel.id)?.({ index: index++, message: JSON.parse(data) });
    };
    return null;
  }

  window.__TAURI_INTERNALS__ = {
    callbacks,
    metadata: { currentWindow: { label: 'main' }, currentWebview: { label: 'main' } },
    transformCallback(callback, once = false) {
      const id = next++;
      callbacks.set(id, (data) => {
        if (once) callbacks.delete(id);
        return callback?.(data);
      });
      return id;
    },
    unregisterCallback: (id) => callbacks.delete(id),
    invoke(command, args) {
      if (command === 'call') return call(args);
      if (command === 'subscribe') return Promise.resolve(subscribe(args));
      return Promise.reject(new Error(`the shell has no command ${command}`));
    },
  };
})();
