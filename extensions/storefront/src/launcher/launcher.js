import { openPanel, readConfig } from './config.js';
import { isHidden, remember } from './hiding.js';
import { watchAside } from './aside.js';

/** `<regulars-launcher>`: the points button. It makes no request before it is pressed. */
export class RegularsLauncher extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('.rg-b');
    if (this.ready || !button) return;
    this.ready = true;
    this.hidden = isHidden() || document.querySelector('regulars-page') !== null;
    button.addEventListener('click', () => void openPanel(readConfig(), button));
    watchAside((aside) => this.toggleAttribute('data-aside', aside));
  }

  get keptHidden() {
    return isHidden();
  }

  /** Hides the button for good, or brings it back. */
  keepHidden(hidden) {
    remember(hidden);
    this.hidden = hidden || document.querySelector('regulars-page') !== null;
  }

  /** Shows a balance the panel has just heard: its words, and the ring's fill from 0 to 100. */
  show(words, fill) {
    this.querySelector('.rg-b span').textContent = words;
    this.querySelector('.rg-b .f').style.setProperty('--f', fill);
  }
}
