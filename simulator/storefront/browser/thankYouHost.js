/** Stand-ins for what the thank-you page of the platform offers to an extension. */
(() => {
  const data = JSON.parse(document.getElementById('thank-you-data').textContent);
  const root = document.getElementById('thank-you-extension');

  /** `count` chooses among plural forms, {{holes}} are filled. */
  function translate(key, holes = {}) {
    const entry = data.texts[key];
    if (entry === undefined) throw new Error(`no text ${key}`);
    const form = new Intl.PluralRules(data.language).select(Number(holes.count ?? 0));
    const text = typeof entry === 'string' ? entry : (entry[form] ?? entry.other);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_, hole) => String(holes[hole]));
  }

  async function getToken() {
    const response = await fetch(data.tokenUrl, { method: 'POST' });
    return (await response.json()).token;
  }

  const shopify = {
    checkoutToken: { value: data.checkoutToken },
    localization: { language: { value: { isoCode: data.language } } },
    sessionToken: { get: getToken },
    i18n: { translate },
  };

  /** The page's document, but its body is the extension's own place. */
  const sandboxed = new Proxy(document, {
    get(target, key) {
      if (key === 'body') return root;
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  window.thankYouHost = { document: sandboxed, shopify };

  const gaps = { none: '0', 'small-100': '12px', small: '12px', base: '16px', large: '20px' };

  /** Boxes, stacks and grids: the few properties that style sheets cannot read. */
  class Layout extends HTMLElement {
    static observedAttributes = ['gap', 'gridtemplatecolumns'];
    attributeChangedCallback(name, _, value) {
      if (name === 'gap') this.style.gap = gaps[value] ?? '16px';
      else this.style.gridTemplateColumns = value;
    }
  }

  class Heading extends HTMLElement {
    connectedCallback() {
      this.setAttribute('role', 'heading');
      this.setAttribute('aria-level', '2');
    }
  }

  const clock = `<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor"
    stroke-width="1.6" stroke-linecap="round" aria-hidden="true"><circle cx="10" cy="10" r="8"/>
    <path d="M10 5.5V10l3 2"/></svg>`;

  class Icon extends HTMLElement {
    connectedCallback() {
      if (this.getAttribute('type') === 'clock') this.innerHTML = clock;
    }
  }

  /** A button that does what its `command` says to the element that `commandFor` names. */
  class Button extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const shadow = this.attachShadow({ mode: 'open', delegatesFocus: true });
      shadow.innerHTML = `<style>button { font: inherit; font-weight: 550; font-size: 14px;
        color: inherit; background: none; border: 0; min-block-size: 44px; padding-inline: 12px;
        cursor: pointer; border-radius: 6px }
        button:focus-visible { outline: 2px solid; outline-offset: -2px }</style>
        <button type="button"><slot></slot></button>`;
      shadow.querySelector('button').addEventListener('click', () => this.press());
    }
    press() {
      if (this.getAttribute('command') !== '--copy') return;
      document.getElementById(this.getAttribute('commandfor'))?.copy();
    }
  }

  class ClipboardItem extends HTMLElement {
    copy() {
      navigator.clipboard.writeText(this.getAttribute('text') ?? '').then(
        () => this.dispatchEvent(new Event('copy')),
        () => this.dispatchEvent(new Event('copyerror')),
      );
    }
  }

  for (const tag of ['s-box', 's-stack', 's-grid']) {
    customElements.define(tag, class extends Layout {});
  }
  customElements.define('s-heading', Heading);
  customElements.define('s-icon', Icon);
  customElements.define('s-button', Button);
  customElements.define('s-clipboard-item', ClipboardItem);
})();
