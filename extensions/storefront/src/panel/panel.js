import { html, icons } from './html.js';
import { createSpeech } from './words.js';
import { views } from './views.js';
import { ask } from './proxy.js';
import { standing } from './ladder.js';
import { wearTheme } from './theme.js';
import { act } from './deeds.js';

/** Which file a page is in; those of a redemption are in `regulars-codes.js`. */
const files = {
  earn: 'more',
  history: 'more',
  rewards: 'more',
  hidden: 'more',
  invite: 'invite',
  take: 'perks',
  perk: 'perks',
};

/** A next-order code (it has `endsAt`) lies among the others, with nothing to put back. */
const asCode = (each) => ({ ...each, id: each.code, status: 'open' });

/** A file that lies beside this one. */
const beside = (name) => import(/* @vite-ignore */ import.meta.url.replace(/[^/]+$/, name));

/**
 * The panel: a stack of pages in one dialog, or in the points page. It holds what the app last
 * said; every number comes from there and from the cart.
 */
class Panel {
  constructor(config) {
    this.config = config;
    this.state = null;
    this.later = {};
    this.waits = { refresh: 'loading' };
    this.pages = [{ name: 'home' }];
    this.speak({ money: config.card.money, timeZone: 'UTC' });
  }

  get program() {
    return this.state ? this.state.program : this.config.card;
  }

  /** The app's clock where it tells it, else this device's. */
  get now() {
    return Date.parse(this.state?.now ?? '') || Date.now();
  }

  get page() {
    return this.pages[this.pages.length - 1];
  }

  speak({ money, timeZone }) {
    const { words, language } = this.config;
    this.say = createSpeech({ words, language, money, timeZone, now: this.now });
  }

  open(opener) {
    if (!this.dialog) this.build(document.createElement('dialog'));
    if (!this.busy) this.pages = [{ name: 'home' }];
    this.was = undefined;
    this.render();
    this.dialog.showModal();
    this.opener = opener;
    if (!this.busy) void this.refresh();
  }

  /**
   * Lives inside an element of the page instead of floating over it. The page's own first heading
   * stays for those who find their way by headings: the panel's begin at the second level.
   */
  async settleIn(element) {
    const frame = document.createElement('div');
    const first = element.querySelector('h1');
    first?.classList.add('rg-live');
    this.build(frame);
    this.render();
    element.replaceChildren(...(first ? [first] : []), frame);
    await this.refresh();
  }

  build(root) {
    const { language } = this.config;
    const { say } = this;
    const floating = root.matches('dialog');
    this.root = root;
    root.className = floating ? 'rg' : 'rg rg-page';
    root.lang = language;
    root.dir = language === 'en' ? 'ltr' : 'rtl';
    root.dataset.tone = wearTheme();
    root.innerHTML = html`<div class="rg-h">
        <button class="rg-x back" data-do="back" aria-label="${say.t('back')}">
          ${icons.back}
        </button>
        <h2 id="rg-t" tabindex="-1" ${floating && html` autofocus`}></h2>
        ${
          floating &&
          html`<button class="rg-x" data-do="close" aria-label="${say.t('close')}">
            ${icons.close}
          </button>`
        }
      </div>
      <div class="rg-m"></div>
      <p class="rg-live" role="status"></p>`;
    [this.heading, this.main, this.live] = root.querySelectorAll('h2, .rg-m, [role=status]');
    root.addEventListener('click', (event) => act(this, event));
    if (floating) this.float(root);
  }

  float(dialog) {
    this.dialog = dialog;
    dialog.setAttribute('aria-labelledby', 'rg-t');
    this.config.launcher.after(dialog);
    let pressed;
    dialog.addEventListener('pointerdown', ({ target }) => (pressed = target));
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog && pressed === dialog) dialog.close();
    });
    dialog.addEventListener('close', () => this.opener?.focus());
  }

  render() {
    const { name, ...page } = this.page;
    const known = this.state || name === 'earn' || name === 'hidden';
    const shown = known ? name : this.failed ? 'failed' : 'loading';
    const view = views[shown] ?? this.later[shown] ?? views.loading;
    const { title, body, said } = view(this, page);
    this.heading.innerHTML = title;
    this.root.querySelector('.back').hidden = this.pages.length === 1;
    this.main.innerHTML = body;
    if (name === 'home') this.was = undefined;
    this.live.textContent = '';
    if (said) this.announce(said);
  }

  /** One polite message; set after the page is in place, so that it is heard once. */
  announce(said) {
    requestAnimationFrame(() => (this.live.innerHTML = said));
  }

  turnTo(pages) {
    this.pages = pages;
    this.render();
    this.main.scrollTop = 0;
    this.heading.focus();
  }

  go(name, data) {
    this.page.scroll = this.main.scrollTop;
    this.page.focus = document.activeElement?.dataset;
    this.turnTo([...this.pages, { name, ...data }]);
    if (!views[name]) void this.turnToMore(name);
  }

  /** A page that is not in the first files: they are fetched now if they are not here yet. */
  async turnToMore(name) {
    const { page } = this;
    try {
      await this.fetchMore(files[name] ?? 'codes');
    } catch {
      this.result('note', { error: true, title: 'error', body: 'errorBody', retry: 'refresh' });
      return;
    }
    if (this.page === page) this.render();
    await this.later[name]?.asks?.(this);
  }

  /** Fetches one of the later files with its words; a file is fetched once. */
  async fetchMore(name) {
    const [file] = await Promise.all([beside(`regulars-${name}.js`), this.fetchWords(name)]);
    Object.assign(this.waits, file.waits);
    Object.assign(this.later, file.views);
    Object.assign(this, file.ways);
  }

  async fetchWords(group) {
    const { language, words } = this.config;
    Object.assign(words, (await beside(`regulars-${language}-${group}.js`)).words);
  }

  /** A result replaces the question; back from it leads home. */
  result(name, data) {
    this.turnTo([{ name: 'home' }, { name, ...data }]);
  }

  home() {
    this.turnTo([{ name: 'home' }]);
  }

  back() {
    if (this.pages.length > 1) this.turnTo(this.pages.slice(0, -1));
    const { scroll = 0, focus } = this.page;
    this.main.scrollTop = scroll;
    if (!focus) return;
    const thing = focus.arg ? `[data-arg="${focus.arg}"]` : '';
    this.main.querySelector(`[data-to="${focus.to}"]${thing}`)?.focus();
  }

  /** Whoever logged in or out since the page was made needs the other words. */
  async readState() {
    const { answer } = await ask(this.config, 'state');
    const isMember = Boolean(answer?.shopper);
    if (answer && isMember !== this.config.member)
      await this.fetchWords(isMember ? 'member' : 'guest');
    return answer;
  }

  /** Reads the balance; true when the app answered. */
  async load() {
    const state = await this.readState().catch(() => null);
    this.failed = !state;
    if (this.failed) return false;
    this.state = state;
    this.state.codes.push(...(this.state.nextOrderCodes ?? []).map(asCode));
    this.speak(this.state);
    this.tellLauncher();
    return true;
  }

  async refresh() {
    if (this.failed) {
      this.failed = false;
      this.render();
    }
    const heard = await this.load();
    if (!heard) this.state = null;
    this.render();
  }

  tellLauncher() {
    const { say, state, program, config } = this;
    if (!state.shopper) return;
    const n = state.shopper.available;
    config.launcher.show(
      `${n > 0 ? say.t('cost', { n }) : say.t('guest')}`,
      standing(program, n).fill,
    );
  }
}

/** Called by the launcher's script with what the embed printed and the words of this language. */
export const createPanel = (config) => new Panel(config);
