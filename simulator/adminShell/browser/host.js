// @ts-check
/**
 * The admin's side of the bridge: it answers the app's frame, and only the app's frame.
 */
(() => {
  const settings = JSON.parse(
    /** @type {HTMLElement} */ (document.getElementById('host-settings')).textContent ?? '{}',
  );
  const find = (/** @type {string} */ selector) =>
    /** @type {HTMLElement} */ (document.querySelector(selector));
  const frame = /** @type {HTMLIFrameElement} */ (find('iframe.frame'));
  const toast = find('.toast');
  const saveBar = find('.savebar');
  let toastTimer = 0;

  const ask = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) =>
    (await fetch(settings.bridge + path, init)).json();
  const tell = (/** @type {unknown} */ message) =>
    frame.contentWindow?.postMessage(message, settings.appOrigin);

  const showToast = (
    /** @type {{message: string, isError?: boolean, duration?: number}} */ given,
  ) => {
    toast.textContent = given.message;
    toast.classList.toggle('bad', given.isError === true);
    toast.hidden = false;
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => (toast.hidden = true), given.duration ?? 5000);
  };

  const showMenu = (/** @type {{name: string, href: string, home: boolean}[]} */ entries) => {
    const links = entries
      .filter((entry) => !entry.home)
      .map((entry) => {
        const link = document.createElement('a');
        link.href = settings.base + entry.href;
        link.textContent = entry.name;
        link.addEventListener('click', (event) => {
          event.preventDefault();
          tell({ simBridge: 'go', href: entry.href });
        });
        return link;
      });
    find('.appbar nav').replaceChildren(...links);
  };

  const pick = async (/** @type {{multiple?: boolean}} */ options) => {
    const products = await ask('/products');
    const list = products.map(
      (/** @type {any} */ one, /** @type {number} */ at) => `${at + 1}. ${one.title}`,
    );
    const answer = window.prompt(`Which product?\n${list.join('\n')}`);
    if (answer === null) return undefined;
    const chosen = answer
      .split(',')
      .map((part) => products[Number(part) - 1])
      .filter(Boolean);
    return options?.multiple ? chosen : chosen.slice(0, 1);
  };

  /** @type {Record<string, (given: any) => unknown>} */
  const verbs = {
    idToken: async () => (await ask('/session-token', { method: 'POST' })).token,
    extensions: () => ask('/extensions'),
    toast: showToast,
    hideToast: () => void (toast.hidden = true),
    saveBar: (shown) => void (saveBar.hidden = !shown),
    leave: () => saveBar.hidden || window.confirm('Leave without saving?'),
    loading: (on) => void (find('.loading').hidden = !on),
    title: (words) => void (find('.apptitle').textContent = words),
    menu: showMenu,
    moved: (path) => history.replaceState(null, '', settings.base + (path === '/' ? '' : path)),
    open: (path) => location.assign(new URL(path, location.origin)),
    resourcePicker: pick,
  };

  const answer = async (/** @type {{id: number, verb: string, given: unknown}} */ asked) => {
    const { id, verb, given } = asked;
    try {
      tell({ simBridge: 'answer', id, value: await verbs[verb]?.(given) });
    } catch (error) {
      tell({ simBridge: 'answer', id, error: String(error) });
    }
  };

  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== settings.appOrigin) return;
    const asked = event.data ?? {};
    if (asked.simBridge === 'ask' && Object.hasOwn(verbs, asked.verb)) void answer(asked);
  });
  for (const button of saveBar.querySelectorAll('button')) {
    button.addEventListener('click', () =>
      tell({ simBridge: 'save', choice: button.dataset['save'] }),
    );
  }
})();
