// @ts-check
/**
 * Stands for https://cdn.shopify.com/shopifycloud/app-bridge.js in the simulated admin: defines
 * `window.shopify`, the ui-* and s-app-nav elements, and a fetch that carries the session token.
 * https://shopify.dev/docs/api/app-home
 * @import { ShopifyGlobal } from '@shopify/app-bridge-types'
 */
(() => {
  if ('shopify' in window && window.shopify) return;
  const query = new URLSearchParams(location.search);
  const kept = readKept();
  const apiKey =
    document.querySelector('meta[name="shopify-api-key"]')?.getAttribute('content') ??
    document.currentScript?.getAttribute('data-api-key') ??
    '';
  const config = {
    apiKey,
    shop: query.get('shop') ?? kept.shop ?? '',
    host: query.get('host') ?? kept.host ?? '',
    locale: query.get('locale') ?? kept.locale ?? 'en',
  };
  const embedded = window.parent !== window;
  let asked = 0;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();
  keep();

  /** The query is there on the first page only; a reload of a deeper one remembers it. */
  function readKept() {
    try {
      return JSON.parse(sessionStorage.getItem('sim-app-bridge') ?? '{}');
    } catch {
      return {};
    }
  }

  function keep() {
    try {
      sessionStorage.setItem('sim-app-bridge', JSON.stringify(config));
    } catch {
      // Storage is blocked: every page then needs its query, as it has in the frame.
    }
  }

  /**
   * Asks the admin around us. Nothing secret goes out, so any parent may hear it; the answer counts
   * only when it comes from the parent.
   * @param {string} verb
   * @param {unknown} [given]
   * @returns {Promise<any>}
   */
  function ask(verb, given) {
    if (!embedded) return Promise.reject(new Error('The app is not inside the admin'));
    asked += 1;
    const id = asked;
    const answer = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
    window.parent.postMessage({ simBridge: 'ask', id, verb, given }, '*');
    return answer;
  }

  /** @param {string} verb @param {unknown} [given] */
  function say(verb, given) {
    ask(verb, given).catch(() => {}); // Outside the admin there is nobody to show it.
  }

  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || !embedded) return;
    const { simBridge, id, value, error, href, choice } = event.data ?? {};
    if (simBridge === 'answer') {
      const waiter = waiting.get(id);
      waiting.delete(id);
      if (error) waiter?.reject(new Error(error));
      else waiter?.resolve(value);
    } else if (simBridge === 'go') go(href);
    else if (simBridge === 'save') pressSaveBar(choice);
  });

  /** @param {string} href */
  function go(href) {
    const link = [
      ...document.querySelectorAll('ui-nav-menu a, s-app-nav a, s-app-nav s-link'),
    ].find((candidate) => candidate.getAttribute('href') === href);
    const event = new CustomEvent('shopify:navigate', { bubbles: true, cancelable: true });
    if (!link || link.dispatchEvent(event)) {
      if (link instanceof HTMLAnchorElement) link.click();
      else location.assign(href);
    }
  }

  /** @param {string} choice */
  function pressSaveBar(choice) {
    const bar = document.querySelector('ui-save-bar[data-shown]');
    const primary = bar?.querySelector('button[variant="primary"]');
    const other = bar?.querySelector('button:not([variant="primary"])');
    /** @type {HTMLElement | null | undefined} */ (choice === 'save' ? primary : other)?.click();
  }

  const modal = {
    show: async (/** @type {string} */ id) => setShown(id, true),
    hide: async (/** @type {string} */ id) => setShown(id, false),
    toggle: async (/** @type {string} */ id) =>
      setShown(id, !document.getElementById(id)?.hasAttribute('data-shown')),
  };
  /** @param {string} id @param {boolean} shown */
  function setShown(id, shown) {
    const element = document.getElementById(id);
    if (!element || element.hasAttribute('data-shown') === shown) return;
    element.toggleAttribute('data-shown', shown);
    element.dispatchEvent(new Event(shown ? 'show' : 'hide'));
    if (element.localName === 'ui-save-bar') say('saveBar', shown);
  }
  const saveBar = {
    ...modal,
    show: async (/** @type {string} */ id) =>
      document.getElementById(id) ? setShown(id, true) : say('saveBar', true),
    hide: async (/** @type {string} */ id) =>
      document.getElementById(id) ? setShown(id, false) : say('saveBar', false),
    leaveConfirmation: async () => {
      if (!(await ask('leave'))) await new Promise(() => {}); // They stay: the promise never ends.
    },
  };

  let toasts = 0;
  /** @type {Partial<ShopifyGlobal>} */
  const bridge = {
    config,
    origin: location.origin,
    ready: Promise.resolve(),
    environment: { embedded, mobile: false, pos: false, intent: false },
    loading: (isLoading) => say('loading', isLoading !== false),
    idToken: () => ask('idToken'),
    toast: {
      show: (message, options) => {
        say('toast', { message, isError: options?.isError, duration: options?.duration });
        toasts += 1;
        return String(toasts);
      },
      hide: () => say('hideToast'),
    },
    saveBar,
    modal,
    resourcePicker: (options) => ask('resourcePicker', { multiple: Boolean(options.multiple) }),
    app: { extensions: () => ask('extensions') },
    user: async () => /** @type {any} */ ({ accountAccess: 'Account Owner' }),
  };
  Object.defineProperty(window, 'shopify', { value: bridge, writable: true, configurable: true });

  const plainFetch = window.fetch.bind(window);
  /** Adds the session token to the app's own requests, unless the caller brought one. */
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const own = new URL(request.url).origin === location.origin;
    if (own && embedded && !request.headers.has('authorization')) {
      request.headers.set('authorization', `Bearer ${await ask('idToken')}`);
      request.headers.set('x-requested-with', 'XMLHttpRequest');
    }
    return plainFetch(request);
  };

  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const inAdmin = /^shopify:\/?\/?admin(\/.*)?$/.exec(String(url ?? ''));
    if (!inAdmin) return plainOpen(url, target, features);
    say('open', `/admin${inAdmin[1] ?? ''}`);
    return null;
  };

  for (const name of /** @type {const} */ (['pushState', 'replaceState'])) {
    const plain = history[name].bind(history);
    history[name] = (data, unused, url) => {
      plain(data, unused, url);
      say('moved', location.pathname);
    };
  }

  class HiddenElement extends HTMLElement {
    connectedCallback() {
      this.style.display = 'none';
    }
    /** @returns {Promise<void>} */
    async show() {
      setShown(this.id, true);
    }
    async hide() {
      setShown(this.id, false);
    }
    async toggle() {
      return modal.toggle(this.id);
    }
    get showing() {
      return this.hasAttribute('data-shown');
    }
  }
  class MenuElement extends HiddenElement {
    connectedCallback() {
      super.connectedCallback();
      new MutationObserver(() => this.report()).observe(this, { childList: true, subtree: true });
      this.report();
    }
    report() {
      const links = [...this.querySelectorAll('a, s-link')].map((link) => ({
        name: link.textContent?.trim() ?? '',
        href: link.getAttribute('href') ?? '/',
        home: link.getAttribute('rel') === 'home',
      }));
      say('menu', links);
    }
  }
  class TitleElement extends HiddenElement {
    static observedAttributes = ['title'];
    attributeChangedCallback() {
      say('title', this.getAttribute('title') ?? '');
    }
  }
  class ModalElement extends HiddenElement {
    connectedCallback() {
      const style = document.createElement('style');
      style.textContent =
        'ui-modal{display:none}ui-modal[data-shown]{display:block;position:fixed;inset:10% 0 auto;' +
        'margin:auto;inline-size:min(620px,92vw);max-block-size:80vh;overflow:auto;background:#fff;' +
        'box-shadow:0 8px 40px #0006;z-index:999;padding:16px}';
      document.head.append(style);
      this.setAttribute('role', 'dialog');
    }
  }
  customElements.define('ui-save-bar', class extends HiddenElement {});
  customElements.define('ui-nav-menu', class extends MenuElement {});
  customElements.define('s-app-nav', class extends MenuElement {});
  customElements.define('ui-title-bar', class extends TitleElement {});
  customElements.define('ui-modal', class extends ModalElement {});
  say('moved', location.pathname);
})();
