/** The pages of a redemption: the question, what became of it, and the codes one has. */
import { adviceOf, told } from './advising.js';
import { missing } from './cart.js';
import { html, icons, ltr } from './html.js';
import { isPerk, sayValue, worthOf } from './ladder.js';
import { lastDay } from './lastDay.js';
import { button, note, trouble, verdict } from './parts.js';

const codeBox = (say, { code: text }) =>
  html`<div class="rg-code">
    ${ltr(text)}<button class="rg-b sm" data-do="copy" data-arg="${text}">${say.t('copy')}</button>
  </div>`;

/** From which basket on, or from how much of the goods it is bound to. */
const fromOf = (say, { value, minimumMinor }) =>
  minimumMinor > 0 && say.t(value.only ? 'fromThese' : 'from', { m: say.money(minimumMinor) });

const weekday = ({ language, timeZone }, instant) =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone }).format(new Date(instant));

/** A next-order code only ends, so its last day comes with its weekday; a reward can be put back. */
const until = (say, { endsAt, expiresAt }) =>
  say.t('goodUntil', {
    d: `${endsAt ? `${weekday(say, endsAt)} ` : ''}${say.date(endsAt ?? expiresAt)}`,
  });

function ownCode(say, redemption, withMinimum) {
  const from = withMinimum && fromOf(say, redemption);
  return html`<div>
    <p class="s">${say.t('yourCode')}</p>
    ${codeBox(say, redemption)}
    <p class="s rg-under">${until(say, redemption)}${from && html` · ${from}`}</p>
  </div>`;
}

const backNote = (say, { endsAt, points }) =>
  !endsAt && html`<p class="s">${say.t('putBackNote', { n: points })}</p>`;

const backButton = (say, { endsAt, id }, main) =>
  !endsAt && button(say, 'putBack', 'putBack', { id, main });

/** Put it back as the way out that stands last: a text button and what happens then. */
const backLink = (say, redemption) =>
  !redemption.endsAt &&
  html`<div>
    <button class="rg-t" data-do="putBack" data-arg="${redemption.id}">${say.t('putBack')}</button>
    ${backNote(say, redemption)}
  </div>`;

export function confirm(club, page) {
  const { arg, busy } = page;
  const { say, state, program, cart, now } = club;
  const reward = program.rewards.find(({ id }) => id === arg);
  if (!reward) return note(club, { title: 'notSpent', body: 'rewardGone' });
  const { points, value, minimumMinor, codeDays } = reward;
  const kept = { n: points, k: state.shopper.available - points };
  const question = value.kind === 'percentOff' ? 'confirmPercent' : 'confirm';
  const lacking = cart && !value.only && missing(cart, minimumMinor, state.money);
  const least = lacking
    ? say.t('minMiss', { m: say.money(lacking) })
    : value.only
      ? fromOf(say, reward)
      : say.t('termMin', { m: say.money(minimumMinor) });
  const until = say.day(lastDay(now, codeDays, state.timeZone));
  // A share with an end is this cart's: what it comes to is said before anything can be spent.
  const share = value.capMinor && told(page, arg);
  const empty = value.capMinor && cart?.item_count === 0;
  return {
    title: say.t('use'),
    body: html`<p class="rg-q">${sayValue(say, question, value, kept)}</p>
      <ul class="rg-box w" role="list">
        ${value.only && html`<li>${worthOf(say, value)}</li>`}
        ${value.worthMinor && html`<li>${say.t('off', { m: say.money(value.worthMinor) })}</li>`}
        ${share > 0 && html`<li>${say.t('off', { m: say.money(share) })}</li>`}
        ${minimumMinor > 0 && html`<li>${least}</li>`}
        <li>${say.t('termOne')}</li>
        <li>${say.t('termEnd', { d: until })}</li>
      </ul>
      ${empty && html`<p>${say.t('readyBody')}</p>`}
      <div class="rg-go" ${busy && html` aria-busy="true"`}>
        ${(share || !value.capMinor) && button(say, 'yes', 'redeem', { id: arg, main: true, points })}
        ${button(say, 'no', 'back')}
      </div>
      ${adviceOf(club, page)}`,
  };
}

export function applied(club, { redemption, judged }) {
  const { say, state, config } = club;
  const { other, theirs } = judged;
  return {
    title: say.t('use'),
    said: sayValue(say, 'applied', redemption.value),
    body: html`${verdict(
        icons.tick,
        sayValue(say, 'applied', redemption.value),
        html`<p>
          ${redemption.endsAt ? say.t('byItself') : say.t('appliedBody', { k: state.shopper.available })}
        </p>`,
        other &&
          theirs &&
          html`<p>${say.t('instead', { c: ltr(other), m: say.money(theirs) })}</p>`,
      )}
      ${ownCode(say, redemption, true)}
      <div class="rg-go">
        <a class="rg-b on" href="${config.root}cart">${say.t('toCart')}</a>
        ${button(say, 'shopOn', 'close')}
      </div>
      ${backLink(say, redemption)}`,
  };
}

export function clash({ say }, { redemption, judged }) {
  const { other, theirs, ours } = judged;
  const c = ltr(other);
  const better = ours > theirs;
  const why =
    theirs && ours
      ? say.t(better ? 'clashOurs' : 'clashBody', { c, m: say.money(theirs), k: say.money(ours) })
      : say.t('clashPlain', { c });
  const { id, endsAt: main } = redemption;
  return {
    title: say.t('use'),
    said: say.t('clash', { c }),
    body: html`${verdict(icons.alert, say.t('clash', { c }), html`<p>${why}</p>`)}
      ${ownCode(say, redemption)}
      <div class="rg-col w">
        <div class="rg-go">
          ${backButton(say, redemption, true)}
          ${theirs && better ? button(say, 'swap', 'swap', { id, main }) : button(say, 'keep', 'home', { main })}
        </div>
        ${backNote(say, redemption)}
      </div>`,
  };
}

/** The code is made but does not work on this cart yet: too small a basket, empty, or it never fits. */
export function minMiss({ say }, { redemption, judged }) {
  const { outcome, short } = judged;
  const title = outcome === 'minMiss' ? say.t('minMiss', { m: say.money(short) }) : say.t(outcome);
  const later = redemption.endsAt && outcome === 'noFit';
  const body = say.t(later ? 'laterBody' : `${outcome}Body`);
  return {
    title: say.t('use'),
    said: title,
    body: html`${verdict(outcome === 'ready' ? icons.tick : icons.alert, title, html`<p>${body}</p>`)}
      ${ownCode(say, redemption, true)}
      <div class="rg-col w">
        <div class="rg-go">
          ${button(say, outcome === 'noFit' ? 'keep' : 'shopOn', 'close', { main: true })}
          ${backButton(say, redemption)}
        </div>
        ${backNote(say, redemption)}
      </div>`,
  };
}

/** One code, to use now, to copy or to put back. */
export function code(club, { arg, trouble: wrong }) {
  const { say, state } = club;
  const redemption = state.codes.find(({ id }) => id === arg);
  if (redemption?.status !== 'open') return codes(club);
  return {
    title: worthOf(say, redemption.value),
    body: html`${wrong && trouble(say, wrong)} ${ownCode(say, redemption, true)}
      <div class="rg-col w">
        <div class="rg-go">
          ${button(say, 'useNow', 'use', { id: arg, main: true })} ${backButton(say, redemption)}
        </div>
        ${backNote(say, redemption)}
      </div>`,
  };
}

/** In the shop's own money, or in the one an order was paid in. */
const amountOf = ({ say, state }, { amountMinor, money: { currency, decimals } }) =>
  currency === state.money.currency
    ? say.plain(amountMinor)
    : say.number(amountMinor / 10 ** decimals, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      });

/** Money credit at the shop (it has an amount): how much, from when, until when. */
const credit = ({ say }, m, { given, availableAt, endsAt }) =>
  html`<li>
    <div>
      <span class="g"
        ><span>${say.t('credit', { m })}</span
        ><span class="s"
          >${given ? say.t('goodUntil', { d: say.date(endsAt) }) : `${say.date(availableAt)} – ${say.date(endsAt)}`}</span
        ></span
      >
    </div>
  </li>`;

export function codes(club) {
  const { say, state } = club;
  const row = (redemption) => {
    if (redemption.amountMinor) return credit(club, amountOf(club, redemption), redemption);
    const { id, status, value } = redemption;
    const under = { issuing: 'making', closing: 'goingBack' }[status];
    // By hand it is being made for days, and can be put back all the while.
    const stands = !under || (value.kind === 'byHand' && status === 'issuing');
    const words = html`<span class="g"
      ><span>${worthOf(say, value)}</span
      ><span class="s"
        >${under ? say.t(under) : value.forGood ? null : until(say, redemption)}</span
      ></span
    >`;
    return stands
      ? html`<li>
          <button data-do="go" data-to="${isPerk(value) ? 'perk' : 'code'}" data-arg="${id}">
            ${words}${icons.onward}
          </button>
        </li>`
      : html`<li><div>${words}</div></li>`;
  };
  return {
    title: say.t('myCodes'),
    body: state.codes.length
      ? html`<ul class="rg-nav" role="list">
          ${state.codes.map(row)}
        </ul>`
      : html`<p>${say.t('noCodes')}</p>`,
  };
}

/** Points are set aside and the code is not there yet: honest words, and a way to look again. */
export const slow = ({ say }, { id, points }) => ({
  title: say.t('use'),
  said: say.t('slow'),
  body: html`${verdict(icons.clock, say.t('slow'), html`<p>${say.t('slowBody', { n: points })}</p>`)}
    <div class="rg-go">
      ${button(say, 'lookAgain', 'lookAgain', { id, main: true })} ${button(say, 'shopOn', 'close')}
    </div>`,
});
