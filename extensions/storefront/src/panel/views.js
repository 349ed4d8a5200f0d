/**
 * What the first pages of the panel show: `name → (club) => { title, body }`. A view reads from the panel
 * (`club`), asks nothing and changes nothing.
 */
import { html, icons, plain, signed } from './html.js';
import {
  around,
  isPerk,
  ladder,
  nameOf,
  sayValue,
  sortRewards,
  standing,
  worthOf,
} from './ladder.js';
import { note, trouble } from './parts.js';

const nav = (label, to, extra) =>
  html`<li>
    <button data-do="go" data-to="${to}">
      <span class="g">${label}</span>${
        extra !== undefined && html`<span class="s">${extra}</span>`
      }${icons.onward}
    </button>
  </li>`;

function hero(club) {
  const { say, program, state } = club;
  const { available } = state.shopper;
  const { best, next } = standing(program, available);
  return html`<section>
    ${
      available > 0
        ? html`<p class="rg-n">
            ${say.number(available)}<span>${say.t('points', { n: available })}</span>
          </p>`
        : html`<p class="rg-q">${say.t('empty')}</p>`
    }
    ${best && html`<p>${sayValue(say, 'enough', best.value)}</p>`} ${ladder(club, available)}
    ${toNext(say, next, available)}
  </section>`;
}

const toNext = (say, next, balance) =>
  next && html`<p class="s">${sayValue(say, 'next', next.value, { n: next.points - balance })}</p>`;

/** Sums on the way with their days: the first three, then the rest as one sum. */
function onTheWay({ say, state }) {
  const { pending, onTheWay: sums } = state.shopper;
  if (!pending) return null;
  const shown = sums
    .slice(0, 3)
    .map(({ points, day }) => say.t('pendingDay', { n: points, d: say.day(day) }));
  const rest = sums.slice(3).reduce((sum, { points }) => sum + points, 0);
  if (rest > 0) shown.push(say.t('pendingRest', { n: rest }));
  const list = shown.map((each, at) => html`${at > 0 && say.t('comma')}${each}`);
  return html`<div class="rg-row">
    ${icons.clock}
    <div>
      <p>${say.t('pending', { n: pending })}</p>
      <p class="s">${list}</p>
    </div>
  </div>`;
}

const debt = ({ say, state }) =>
  state.shopper.debt > 0 &&
  html`<div class="rg-row">
    ${icons.alert}
    <p>${say.t('debt', { n: state.shopper.debt })}</p>
  </div>`;

/** Two lines, and what stands at the end of the row. */
export const row = (title, below, end) =>
  html`<li>
    <div class="g">
      <p>${title}</p>
      <p class="s">${below}</p>
    </div>
    ${end}
  </li>`;

function rewardRow({ say, state }, reward) {
  const { points, value, minimumMinor, id } = reward;
  const missing = points - state.shopper.available;
  const condition =
    minimumMinor > 0 && !value.only && html` · ${say.t('from', { m: say.money(minimumMinor) })}`;
  return row(
    worthOf(say, value),
    html`${say.t('cost', { n: points })}${condition}`,
    missing > 0
      ? html`<span class="s">${say.t('toGo', { n: missing })}</span>`
      : html`<button
          class="rg-b sm"
          data-do="go"
          data-to="${isPerk(value) ? 'take' : 'confirm'}"
          data-arg="${id}"
          aria-label="${say.t('useNow')}: ${plain(worthOf(say, value))}"
        >
          ${say.t('useNow')}
        </button>`,
  );
}

export const rewardRows = (club, rewards) =>
  html`<ul class="rg-li" role="list">
    ${rewards.map((reward) => rewardRow(club, reward))}
  </ul>`;

const hide = ({ say, dialog }) =>
  dialog && html`<button class="rg-t s" data-do="hide">${say.t('hide')}</button>`;

function home(club) {
  const { say, state, program, dialog, config } = club;
  if (!state.shopper) return out(club);
  if (!program) return note(club, { title: 'resting', body: 'restingBody', heading: 'title' });
  const { available, pending, debt: owed } = state.shopper;
  if (!available && !pending && !owed && !state.codes.length) return empty(club);
  const rewards = sortRewards(program);
  // The three that matter now.
  const shown = around(rewards, available, 3, 2);
  return {
    title: say.t('title'),
    body: html`${hero(club)} ${debt(club)} ${onTheWay(club)}
      ${state.notes?.map((text) => html`<p>${text}</p>`)}
      ${
        shown.length > 0 &&
        html`<section>
          <h3>${say.t('use')}</h3>
          ${rewardRows(club, shown)}
        </section>`
      }
      <ul class="rg-nav" role="list">
        ${state.codes.length > 0 && nav(say.t('myCodes'), 'codes', say.number(state.codes.length))}
        ${rewards.length > shown.length && nav(say.t('allRewards'), 'rewards')}
        ${nav(say.t('earn'), 'earn')}
        ${state.invite && nav(say.t('refer'), 'invite', signed(say, state.invite.advocatePoints))}
        ${nav(say.t('history'), 'history')}
      </ul>
      ${hide(club)}
      ${!dialog && config.launcher.keptHidden && html`<button class="rg-t s" data-do="show">${say.t('show')}</button>`}`,
  };
}

const rateOf = ({ say, program }) =>
  say.t('eOrderHow', { n: program.points, m: say.plain(program.perMinor) });

export function earnRows(club) {
  const { say, state } = club;
  const { shopper, invite } = state ?? {};
  const toInvite =
    shopper &&
    html`<button class="rg-b sm" data-do="go" data-to="invite">${say.t('refer')}</button>`;
  return html`<ul class="rg-li" role="list">
    ${row(say.t('eOrder'), rateOf(club))}
    ${invite && row(say.t('eFriend'), say.t('cost', { n: invite.advocatePoints }), toInvite)}
  </ul>`;
}

const earnSection = (club) =>
  html`<section>
    <h3>${club.say.t('earn')}</h3>
    ${earnRows(club)}
  </section>`;

function empty(club) {
  const { say, program } = club;
  const rate = { n: program.points, m: say.plain(program.perMinor) };
  return {
    title: say.t('title'),
    body: html`<section class="rg-col">
        <p class="rg-q">${say.t('empty')}</p>
        <p>${say.t('emptyBody', rate)}</p>
        <div>${ladder(club, 0)}${toNext(say, sortRewards(program)[0], 0)}</div>
      </section>
      ${earnSection(club)} ${hide(club)}`,
  };
}

/** Nobody is logged in: what the points are, and the way in. */
function out(club) {
  const { say, program, config } = club;
  if (!program) return note(club, { title: 'resting', body: 'restingBody', heading: 'title' });
  const rewards = sortRewards(program);
  const example = rewards[1] ?? rewards[0];
  const reward =
    example &&
    !nameOf(say, example.value) &&
    sayValue(say, 'outReward', example.value, { n: example.points });
  return {
    title: say.t('guest'),
    body: html`<section class="rg-col">
        <p class="rg-q">${say.t('outTitle')}</p>
        <p>${rateOf(club)}. ${reward}</p>
        ${ladder(club, 0)}
      </section>
      <div class="rg-col w">
        <div class="rg-go">
          <a class="rg-b on" href="${config.join}">${say.t('join')}</a
          ><a class="rg-b" href="${config.login}">${say.t('login')}</a>
        </div>
        <p class="s">${say.t('outGuest')}</p>
      </div>
      ${earnSection(club)} ${hide(club)}`,
  };
}

/** Points cannot be had right now; the ways to earn still can. */
function failed(club) {
  const { say } = club;
  return {
    title: say.t('title'),
    body: html`${trouble(say, { title: 'error', body: 'errorBody', retry: 'refresh' })}
      <ul class="rg-nav" role="list">
        ${nav(say.t('earn'), 'earn')}
      </ul>`,
  };
}

/** Grey bars that CSS shows after 300 ms, at the sheet's final height. */
const loading = ({ say, config }) => ({
  title: say.t(config.member ? 'title' : 'guest'),
  body: html`<div class="rg-wait" aria-busy="true">
    <span class="rg-live">${say.t('loading')}</span
    >${[1, 2, 3, 4, 5].map(() => html`<div class="rg-sk"></div>`)}
  </div>`,
});

export const views = { home, failed, loading, note };
