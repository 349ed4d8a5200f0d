/**
 * The hook for the points page. The app answers its proxy path with Liquid that holds
 *
 *   <regulars-page> …server-rendered fallback: balance, rewards, how to log in… </regulars-page>
 *
 * Where the app embed is on (it prints `<regulars-launcher>` with the configuration, on this page too)
 * and the program is on, the fallback is replaced by the panel's own views, in the page instead of
 * floating over it, and the button stays away from this page. Attributes are not read; without the
 * embed, without JavaScript, or if our files cannot be had, the fallback stays as it is.
 */
import { loadPanel, readConfig } from './config.js';

export class RegularsPage extends HTMLElement {
  async connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    const config = readConfig();
    if (!config) return;
    config.launcher.hidden = true;
    try {
      (await loadPanel(config)).settleIn(this);
    } catch {
      // The fallback stays.
    }
  }
}
