/** The invitation: what both sides get, the code, the ways to send it, and the friends so far. */
import { html, icon, ltr, plain, signed } from './html.js';
import { amount, sayValue } from './ladder.js';
import { trouble } from './parts.js';

const arrow = icon('<path d="M10 12V3M7 6l3-3 3 3M5 9H4v8h12V9h-1"/>');

/** Whether the shop takes the code by now. */
export const isReady = (invite) => Boolean(invite.code && invite.link) && invite.ready !== false;

function sentence(say, { friend, advocatePoints }) {
  const { value, minimumMinor } = friend;
  const about = { n: advocatePoints, p: amount(say, value), m: say.money(minimumMinor) };
  if (value.kind === 'freeShipping')
    return minimumMinor > 0 ? say.t('referShipFrom', about) : say.t('referShip', about);
  return minimumMinor > 0 ? say.t('referFrom', about) : say.t('referOff', about);
}

/** What comes on top of the points: a code, and more with the n-th friend. */
function onTop(say, { also, steps }) {
  const code = also && sayValue(say, 'also', also.value);
  const more = steps?.map(({ at, points }) => say.t('referStep', { n: points, k: at })) ?? [];
  return [code, ...more].filter(Boolean).map((line) => html`<p class="s">${line}</p>`);
}

/** What goes with the link, in plain words. */
export const textFor = (say, { value }) =>
  value.kind === 'freeShipping'
    ? say.t('shareShip')
    : say.t('shareText', { m: plain(amount(say, value)) });

/** Addresses that open an app with the words and the link in it. */
function waysOut(say, { link, friend }) {
  const text = unescaped(textFor(say, friend));
  const [both, words, url] = [`${text} ${link}`, text, link].map(encodeURIComponent);
  return [
    [say.t('viaWhatsApp'), `https://wa.me/?text=${both}`],
    [say.t('viaTelegram'), `https://t.me/share/url?url=${url}&text=${words}`],
    [say.t('viaEmail'), `mailto:?subject=${words}&body=${both}`],
  ];
}

/** Words that leave the page: text, not HTML. */
function unescaped(markup) {
  const area = document.createElement('textarea');
  area.innerHTML = markup;
  return area.value;
}

const box = (say, text, isLink) =>
  html`<div class="rg-code${isLink ? ' link' : ''}">
    ${ltr(text)}${
      !isLink &&
      html`<button class="rg-b sm" data-do="copy" data-arg="${text}">${say.t('copy')}</button>`
    }
  </div>`;

function sending(say, mine, { sharing, plainLink }) {
  const list = html`<div class="rg-go">
    ${waysOut(say, mine).map(
      ([label, address]) =>
        html`<a class="rg-b sm" href="${address}" target="_blank" rel="noopener">${label}</a>`,
    )}
  </div>`;
  return html`<div class="rg-col w">
    ${box(say, mine.code)}
    <div class="rg-go">
      <button class="rg-b on" data-do="share" ${!navigator.share && html` aria-expanded="${String(Boolean(sharing))}"`}>${arrow}${say.t('share')}</button>
      <button class="rg-b" data-do="copyLink" data-arg="${mine.link}">${say.t('copyLink')}</button>
    </div>
    ${sharing && list} ${plainLink && box(say, mine.link, true)}
  </div>`; // prettier-ignore
}

/** Why a friend's order earned nothing, or nothing yet, by the app's stable word. */
function whyNone(say, reason, { minimumMinor }) {
  const words = {
    known: 'fKnown',
    returned: 'fBack',
    notPaid: 'fUnpaid',
    held: 'fHeld',
    refused: 'fRefused',
    late: 'fLate',
  };
  if (reason === 'belowMinimum') return say.t('fMinimum', { m: say.money(minimumMinor) });
  return say.t(words[reason] ?? 'fNone');
}

function friendRow(say, friend, offer) {
  const { id, name, status, points, day, reason, since, mayAppeal } = friend;
  const told = day
    ? say.t(status === 'got' ? 'fGot' : 'fWait', { d: say.day(day) })
    : since
      ? say.t('fSince', { d: say.day(since) })
      : whyNone(say, reason, offer);
  return html`<li class="top">
    <div class="g">
      <p><bdi>${name ?? say.t('aFriend')}</bdi></p>
      <p class="s">${told}</p>
      ${mayAppeal && html`<button class="rg-b sm" data-do="appeal" data-arg="${id}">${say.t('fAsk')}</button>`}
    </div>
    <span class="v">${points > 0 ? signed(say, points) : say.number(0)}</span>
  </li>`;
}

const friendList = (say, friends, offer) =>
  friends?.length > 0 &&
  html`<section>
    <h3>${say.t('friends')}</h3>
    <ul class="rg-li" role="list">
      ${friends.map((friend) => friendRow(say, friend, offer))}
    </ul>
  </section>`;

/** `wrong`: `error`, or `slow` while the shop has not taken the code yet. */
export function invite({ say, state }, page) {
  const { invite: mine } = state;
  const title = say.t('refer');
  if (!mine) return { title, body: '' };
  const wrong = {
    error: { title: 'error', body: 'errorBody', retry: 'invite' },
    slow: { title: 'referSlow', body: 'referSlowBody', retry: 'invite' },
  }[page.wrong];
  const waiting = html`<p class="s" aria-busy="true">${say.t('referWait')}</p>`;
  return {
    title,
    body: html`<p>${sentence(say, mine)}</p>
      ${onTop(say, mine)}
      ${isReady(mine) ? sending(say, mine, page) : wrong ? trouble(say, wrong) : waiting}
      ${friendList(say, page.friends, mine.friend)}`,
  };
}
