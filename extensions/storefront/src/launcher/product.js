import { openPanel, readConfig } from './config.js';

/**
 * `<regulars-product>`: what this product earns. Liquid wrote the sentence for every price it can
 * have, so that another variant needs no request. A link without us; with the embed it opens the panel.
 */
export class RegularsProduct extends HTMLElement {
  connectedCallback() {
    const link = this.querySelector('a');
    if (this.ready || !link) return;
    this.ready = true;
    if (readConfig()) link.setAttribute('aria-haspopup', 'dialog');
    link.addEventListener('click', (event) => {
      const config = readConfig();
      if (!config || event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      void openPanel(config, link);
    });
    if (this.dataset.prices) this.followVariant();
  }

  followVariant() {
    const prices = JSON.parse(this.dataset.prices);
    const texts = JSON.parse(this.dataset.texts);
    document.addEventListener('change', ({ target }) =>
      // After the theme's own listeners, which write the chosen variant into the form's id.
      setTimeout(() => {
        const form = target.closest?.('form[action*="/cart/add"]');
        const id = form?.elements.id?.value ?? (target.name === 'id' ? target.value : variantId());
        const [text, fill] = texts[prices[id]] ?? [];
        if (text === undefined) return;
        this.querySelector('.rg-pt').textContent = text;
        this.querySelector('.f').style.setProperty('--f', fill);
      }),
    );
  }
}

/** Themes whose picker stands outside the form keep the chosen variant in the form or the address. */
const variantId = () =>
  document.querySelector('form[action*="/cart/add"] [name=id]')?.value ??
  new URLSearchParams(location.search).get('variant');
