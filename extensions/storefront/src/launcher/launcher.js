import { openPanel, readConfig } from './config.js';
import { isHidden, remember } from './hiding.js';
import { watchAside } from './aside.js';

/** `<regulars-launcher>`: the points button. It makes no request before it is pressed. */
class RegularsLauncher extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    this.hidden = isHidden() || document.querySelector('regulars-page') !== null;
    this.querySelector('button').addEventListener('click', ({ currentTarget }) => {
      void openPanel(readConfig(), currentTarget);
    });
    watchAside((aside) => this.toggleAttribute('data-aside', aside));
  }

  /** Hides the button for good, or brings it back. */
  keepHidden(hidden) {
    remember(hidden);
    this.hidden = hidden || document.querySelector('regulars-page') !== null;
  }

  /** Shows a balance the panel has just heard: its words, and the ring's fill from 0 to 100. */
  show(words, fill) {
    this.querySelector('span').textContent = words;
    this.querySelector('.f').style.setProperty('--f', fill);
  }
}

if (!customElements.get('regulars-launcher')) {
  customElements.define('regulars-launcher', RegularsLauncher);
}
