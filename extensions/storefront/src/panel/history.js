/** The history: where every point came from and went to. */
import { html, ltr, signed } from './html.js';
import { isPerk, worthOf } from './ladder.js';
import { trouble } from './parts.js';
import { ask } from './proxy.js';
import { actions } from './actions.js';

/** Title and reason of a row, by its kind: `[title, reason]`, in words that recompute. */
const told = {
  orderEarned: (say, row, program) => [
    ofOrder(say, row),
    row.pointsBefore > 0 ? changedWhy(say, 'hOrderMore', row) : earnedWhy(say, row, program),
  ],
  orderReduced: (say, row) => [
    row.orderName ? say.t('hBack', { o: ltr(row.orderName) }) : say.t('hOrderAny'),
    row.pointsBefore !== null && changedWhy(say, 'hBackWhy', row),
  ],
  spent: (say, row) => [
    row.value ? worthOf(say, row.value) : say.t('hSpent'),
    row.orderName
      ? say.t('hSpentWhy', { o: ltr(row.orderName) })
      : !isNamed(row) && say.t('hSpentOpen'),
  ],
  putBack: (say, row) => [say.t('hPutBack'), !isNamed(row) && say.t('hPutBackWhy')],
  returned: (say, row) => [
    row.orderName ? say.t('hReturned', { o: ltr(row.orderName) }) : say.t('hPutBack'),
    say.t('hReturnedWhy'),
  ],
  retaken: (say) => [say.t('hRetaken'), say.t('hRetakenWhy')],
  expired: (say, { toldOn }) => [
    say.t('hExpired'),
    toldOn ? say.t('hExpiredTold', { d: say.day(toldOn) }) : say.t('hExpiredWhy'),
  ],
  adjusted: (say) => [say.t('hAdjusted')],
  debtRepaid: (say, { settled = 0 }) => [say.t('hRepaid', { n: settled }), say.t('hRepaidWhy')],
  debtWrittenOff: (say) => [say.t('hDropped')],
  friendEarned: (say) => [say.t('hFriend'), say.t('hFriendWhy')],
  friendReduced: (say) => [say.t('hFriendBack'), say.t('hFriendBackWhy')],
  merged: (say) => [say.t('hMerged')],
  tierEarned: (say, { tier }) => [say.t('hTier', { t: tier })],
  tierReduced: (say, { tier }) => [say.t('hTierBack', { t: tier })],
  actionEarned: (say, { action }) => [say.t(actions[action] ?? 'hAction')],
};

/** No code was made of it, so none can have been used. */
const isNamed = ({ value }) => value && isPerk(value);

const ofOrder = (say, { orderName }) =>
  orderName ? say.t('hOrder', { o: ltr(orderName) }) : say.t('hOrderAny');

/** What the order is worth now, against what it was worth before. */
const changedWhy = (say, key, { eligibleMinor, pointsNow, pointsBefore }) =>
  eligibleMinor !== null &&
  say.t(key, { m: say.money(eligibleMinor), n: pointsNow, k: pointsBefore });

/** The rate is told only where today's program gives exactly these points for that amount. */
function earnedWhy(say, { eligibleMinor, pointsNow }, program) {
  if (eligibleMinor === null) return null;
  const m = say.money(eligibleMinor);
  const exact =
    program && Math.floor((eligibleMinor * program.points) / program.perMinor) === pointsNow;
  return exact
    ? say.t('hOrderWhy', { m, n: program.points, u: say.plain(program.perMinor) })
    : say.t('hOrderShort', { m });
}

function row({ say, program }, entry) {
  const [title, why] = told[entry.kind]?.(say, entry, program) ?? [say.t('hAdjusted')];
  const day =
    entry.yoursOn && entry.points > 0
      ? say.t('yours', { d: say.day(entry.yoursOn) })
      : say.date(entry.at);
  const when = entry.afterOrder ? say.t('afterOrder') : day;
  return html`<li class="top">
    <div class="g">
      <p>${title}</p>
      ${why && html`<p class="s">${why}</p>`}
      ${entry.why?.map((rule) => html`<p class="s">${rule}</p>`)}
      ${entry.settled > 0 && entry.points > 0 && html`<p class="s">${say.t('hSettled', { n: entry.settled })}</p>`}
      <p class="s">${when}</p>
    </div>
    ${entry.points !== 0 && html`<span class="v">${signed(say, entry.points)}</span>`}
  </li>`;
}

const section = (club, key, rows) =>
  rows.length > 0 &&
  html`<section>
    <h3>${club.say.t(key)}</h3>
    <ul class="rg-li" role="list">
      ${rows.map((entry) => row(club, entry))}
    </ul>
  </section>`;

/** On the way first, then until today; older ones on demand. */
export function history(club, { rows, older, failed }) {
  const { say } = club;
  const title = say.t('history');
  if (failed) {
    return {
      title,
      body: trouble(say, { title: 'error', body: 'errorSafe', retry: 'older' }),
    };
  }
  if (!rows) {
    const bars = [1, 2, 3, 4].map(() => html`<div class="rg-sk"></div>`);
    return { title, body: html`<div class="rg-wait" aria-busy="true">${bars}</div>` };
  }
  const isWaiting = ({ yoursOn, afterOrder }) => yoursOn || afterOrder;
  const waiting = rows.filter(isWaiting);
  const past = rows.filter((entry) => !isWaiting(entry));
  return {
    title,
    body: html`${rows.length === 0 && html`<p>${say.t('noHistory')}</p>`}
    ${section(club, 'onWay', waiting)} ${section(club, 'soFar', past)}
    ${older && html`<button class="rg-b" data-do="older">${say.t('older')}</button>`}`,
  };
}

/** Reads the first or the next older rows into the history page and shows them. */
export async function readHistory(panel) {
  const { page } = panel;
  page.failed = false;
  const before = page.older ? `?before=${encodeURIComponent(page.older)}` : '';
  const { answer } = await ask(panel.config, `history${before}`).catch(() => ({}));
  const shown = page.rows?.length;
  page.failed = !answer;
  if (answer) {
    page.rows = [...(page.rows ?? []), ...answer.rows];
    page.older = answer.older;
  }
  if (panel.page !== page) return;
  const top = panel.main.scrollTop;
  panel.render();
  panel.main.scrollTop = top;
  if (shown) focusRow(panel, shown);
}

/** After "Show older" the focus goes on to the first row that came. */
function focusRow(panel, at) {
  const row = panel.main.querySelectorAll('.rg-li > li')[at];
  row?.setAttribute('tabindex', '-1');
  row?.focus();
}
