/**
 * Becomes `regulars-friend.js`: a friend has arrived by `?ref=CODE`. The app says whose code it is and
 * what it gives; the cart keeps it as the attribute `ref`, once, so that the order says who sent it; the
 * greeting stands in the merchant's block if the page has one, else in a card above our button. A strict
 * shop asks for an email instead and leaves the cart alone.
 */
import { html, ltr } from '../panel/html.js';
import { createSpeech } from '../panel/words.js';
import { amount } from '../panel/ladder.js';
import { prove } from './proving.js';

export async function arrive(element, ref) {
  const code = ref.trim().toUpperCase();
  if (!/^[\w-]{3,40}$/.test(code) || isElsewhere(element)) return;
  const { proxy, root } = element.dataset;
  const asked = `${proxy}/friend?code=${encodeURIComponent(code)}&locale=${element.lang}`;
  const offer = await readJson(await fetch(asked));
  if (!offer) return;
  const cart = offer.strict ? null : await keep(root, code).catch(() => null);
  greet(element, offer, { code, byItself: isListed(cart, code) });
}

/** The card above the button leaves the greeting to a block on the same page. */
const isElsewhere = (element) =>
  element.matches('regulars-launcher *') &&
  [...document.querySelectorAll('regulars-friend')].some(
    (each) => !each.matches('regulars-launcher *'),
  );

const readJson = (response) => (response.ok ? response.json() : null);

/** The one call to the cart; null when this tab has made it for this code before. */
async function keep(root, code) {
  if (inTab((storage) => storage.getItem(key)) === code) return null;
  const cart = await readJson(
    await fetch(`${root}cart/update.js`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ attributes: { ref: code } }),
    }),
  );
  if (cart) inTab((storage) => storage.setItem(key, code));
  return cart;
}

const isListed = (cart, code) =>
  cart?.discount_codes?.some((each) => each.code.toUpperCase() === code) ?? false;

/** Who sends what; then whether it comes off by itself or the code is to be typed. */
function greet(element, { firstName, friend, strict }, { code, byItself }) {
  const { texts, money, proxy } = element.dataset;
  const words = JSON.parse(texts);
  const say = createSpeech({
    words, language: element.lang, money: JSON.parse(money), timeZone: 'UTC', now: Date.now(),
  }); // prettier-ignore
  const { value, minimumMinor } = friend;
  const kind = value.kind === 'freeShipping' ? 'ship' : 'off';
  const said = say.t(minimumMinor > 0 ? `${kind}From` : kind, {
    f: firstName ? html`<bdi>${firstName}</bdi>` : say.t('someone'),
    p: amount(say, value),
    m: say.plain(minimumMinor),
  });
  const how = byItself ? say.t('byItself') : say.t('type', { c: ltr(code) });
  const floats = element.matches('regulars-launcher *');
  element.innerHTML = html`<div class="g" role="status">
      <p>${said}</p>
      ${strict ? html`<div class="rg-pr"></div>` : html`<p class="s">${how}</p>`}
    </div>
    ${floats && html`<button class="rg-x" type="button" aria-label="${say.t('close')}">${cross}</button>`}`; // prettier-ignore
  element.querySelector('.rg-x')?.addEventListener('click', () => dismiss(element));
  const place = element.querySelector('.rg-pr');
  if (place) prove(place, say, { config: { proxy, language: element.lang }, ref: code });
  element.hidden = floats && inTab((storage) => storage.getItem(`${key}:met`)) === code;
  element.dataset.code = code;
}

const cross = html`<svg viewBox="0 0 20 20" aria-hidden="true">
  <path d="M5 5l10 10M15 5L5 15" />
</svg>`;

/** Gone for this visit; the focus goes on to the button below. */
function dismiss(element) {
  inTab((storage) => storage.setItem(`${key}:met`, element.dataset.code));
  element.hidden = true;
  element.parentElement.querySelector('.rg-b')?.focus();
}

const key = 'regulars:ref';

/** Storage may be switched off by the browser; then it is remembered no longer than this page. */
function inTab(deed) {
  try {
    return deed(sessionStorage);
  } catch {
    return null;
  }
}
