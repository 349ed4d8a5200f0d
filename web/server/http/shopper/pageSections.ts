/** What the points page says without any script: each section from plain data to HTML. */
import type { HistoryRow, Redemption, ShopperState } from '../../../contract/shopper.ts';
import { Markup, ltr, markup } from './markup.ts';
import type { Printable } from './markup.ts';
import type { Speech } from './speech.ts';

type Program = NonNullable<ShopperState['program']>;
type Shopper = NonNullable<ShopperState['shopper']>;
type Value = Redemption['value'];

/** What a value is called where no amount says it: in the merchant's words. */
function nameOf(value: Value): string | null {
  if (value.kind === 'earlyAccess' || value.kind === 'freeProduct') return value.name;
  return value.kind === 'byHand' ? value.text : null;
}

const upTo = (say: Speech, value: Extract<Value, { kind: 'percentUpTo' }>): Markup =>
  say.t('offUpTo', { p: say.percent(value.basisPoints), m: say.money(value.capMinor) });

/** A sentence about a value, or its sisters for free shipping and for what has a name. */
const about = (say: Speech, key: string, shipKey: string, value: Value, n = 0): Markup => {
  switch (value.kind) {
    case 'freeShipping':
      return say.t(shipKey, { n });
    case 'amountOff':
      return say.t(key, { n, m: say.money(value.amountMinor) });
    case 'percentOff':
      return say.t(key, { n, m: say.percent(value.basisPoints) });
    case 'percentUpTo':
      return say.t(`${key}Thing`, { n, m: upTo(say, value) });
    case 'walletCredit':
      return say.t(`${key}Credit`, { n, m: say.money(value.amountMinor) });
    case 'earlyAccess':
    case 'byHand':
    case 'freeProduct':
      return say.t(`${key}Thing`, { n, m: markup`<bdi>${nameOf(value)}</bdi>` });
  }
};

/** With the goods it is bound to. */
function worthOf(say: Speech, value: Value): Markup {
  const name = nameOf(value);
  if (name !== null) return markup`<bdi>${name}</bdi>`;
  if (value.kind === 'percentUpTo') return upTo(say, value);
  const worth = about(say, 'off', 'ship', value);
  if (!('only' in value) || !value.only) return worth;
  return markup`${worth} · <bdi>${value.only.name}</bdi>`;
}

const section = (title: Printable, body: Printable): Markup =>
  markup`<section><h2>${title}</h2>${body}</section>`;

const list = (rows: readonly Markup[]): Markup => markup`<ul>${rows}</ul>`;

export function balanceSection(say: Speech, shopper: Shopper, program: Program | null): Markup {
  const { available, debt, pending } = shopper;
  const rewards = program?.rewards ?? [];
  const best = rewards.findLast((reward) => reward.points <= available);
  const next = rewards.find((reward) => reward.points > available);
  const rate = program && { n: program.points, m: say.plain(program.perMinor) };
  const number = markup`<p><strong>${say.number(available)}</strong> ${say.t('points', { n: available })}</p>`;
  const days = shopper.onTheWay.map(
    ({ points, day }) => markup`<li>${say.t('pendingDay', { n: points, d: say.day(day) })}</li>`,
  );
  const nothing = available === 0 && pending === 0 && debt === 0;
  return markup`${available > 0 ? number : markup`<p>${say.t('empty')}</p>`}
${nothing && rate && markup`<p>${say.t('emptyBody', rate)}</p>`}
${best ? markup`<p>${about(say, 'enough', 'enoughShip', best.value)}</p>` : null}
${next ? markup`<p>${about(say, 'next', 'nextShip', next.value, next.points - available)}</p>` : null}
${debt > 0 && markup`<p>${say.t('debt', { n: debt })}</p>`}
${pending > 0 && section(say.t('pending', { n: pending }), list(days))}`;
}

/** `available` null: nobody is logged in, so nothing is reached and nothing is to go. */
export function rewardSection(say: Speech, program: Program, available: number | null): Markup {
  const rows = program.rewards.map((reward) => {
    const { points, minimumMinor } = reward;
    const least = 'only' in reward.value ? 'fromThese' : 'from';
    const from = minimumMinor > 0 && markup` · ${say.t(least, { m: say.money(minimumMinor) })}`;
    const missing = points - (available ?? 0);
    const standing = missing > 0 ? say.t('toGo', { n: missing }) : say.t('got');
    return markup`<li><p>${worthOf(say, reward.value)}</p>
<p>${say.t('cost', { n: points })}${from}${available !== null && markup` · ${standing}`}</p></li>`;
  });
  return rows.length > 0 ? section(say.t('use'), list(rows)) : markup``;
}

export function codeSection(say: Speech, codes: readonly Redemption[]): Markup {
  const rows = codes.map(({ status, code, value, expiresAt }) => {
    const under = { issuing: 'making', closing: 'goingBack' }[status as string];
    const shown = code !== null && markup` <code>${ltr(code)}</code>`;
    const when = under ? say.t(under) : say.t('goodUntil', { d: say.date(expiresAt) });
    return markup`<li><p>${worthOf(say, value)}${shown}</p><p>${when}</p></li>`;
  });
  return rows.length > 0 ? section(say.t('myCodes'), list(rows)) : markup``;
}

export function earnSection(say: Speech, program: Program): Markup {
  const how = say.t('eOrderHow', { n: program.points, m: say.plain(program.perMinor) });
  return section(say.t('earn'), list([markup`<li><p>${say.t('eOrder')}</p><p>${how}</p></li>`]));
}

/** No code was made of it, so none can have been used. */
const isNamed = ({ value }: HistoryRow): boolean => value !== null && nameOf(value) !== null;

type Told = (say: Speech, row: HistoryRow) => [title: Markup, why: Markup | null];

const ofOrder = (say: Speech, key: string, other: string, { orderName }: HistoryRow): Markup =>
  orderName ? say.t(key, { o: ltr(orderName) }) : say.t(other);

const plain =
  (title: string, why: string | null = null): Told =>
  (say) => [say.t(title), why === null ? null : say.t(why)];

/** What the shop's own actions are called; any other is the merchant's, known by no name of ours. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['signUp', 'hSignUp'],
  ['birthday', 'hBirthday'],
  ['anniversary', 'hAnniversary'],
  ['newsletter', 'hNewsletter'],
  ['review', 'hReview'],
  ['visit', 'hVisit'],
  ['survey', 'hSurvey'],
]);

const TOLD: Record<HistoryRow['kind'], Told> = {
  orderEarned: (say, row) => [
    ofOrder(say, 'hOrder', 'hOrderAny', row),
    row.eligibleMinor === null ? null : say.t('hOrderShort', { m: say.money(row.eligibleMinor) }),
  ],
  orderReduced: (say, row) => [
    ofOrder(say, 'hBack', 'hOrderAny', row),
    row.eligibleMinor === null || row.pointsNow === null || row.pointsBefore === null
      ? null
      : say.t('hBackWhy', {
          m: say.money(row.eligibleMinor),
          n: row.pointsNow,
          k: row.pointsBefore,
        }),
  ],
  spent: (say, row) => [
    row.value ? worthOf(say, row.value) : say.t('hSpent'),
    isNamed(row) ? null : ofOrder(say, 'hSpentWhy', 'hSpentOpen', row),
  ],
  putBack: (say, row) => [say.t('hPutBack'), isNamed(row) ? null : say.t('hPutBackWhy')],
  returned: (say, row) => [ofOrder(say, 'hReturned', 'hPutBack', row), say.t('hReturnedWhy')],
  retaken: plain('hRetaken', 'hRetakenWhy'),
  expired: (say, { toldOn }) => [
    say.t('hExpired'),
    toldOn ? say.t('hExpiredTold', { d: say.day(toldOn) }) : say.t('hExpiredWhy'),
  ],
  adjusted: plain('hAdjusted'),
  debtRepaid: (say, row) => [say.t('hRepaid', { n: row.settled ?? 0 }), say.t('hRepaidWhy')],
  debtWrittenOff: plain('hDropped'),
  friendEarned: (say, { friendName }) => [
    friendName ? say.t('hFriend', { f: friendName }) : say.t('hFriendAny'),
    null,
  ],
  friendReduced: plain('hFriendBack', 'hFriendBackWhy'),
  merged: plain('hMerged', 'hMergedWhy'),
  tierEarned: (say, { tier }) => [say.t('hTier', { t: tier ?? '' }), null],
  tierReduced: (say, { tier }) => [say.t('hTierBack', { t: tier ?? '' }), say.t('hTierBackWhy')],
  actionEarned: (say, { action }) => [say.t(ACTIONS.get(action ?? '') ?? 'hAction'), null],
};

function historyRow(say: Speech, row: HistoryRow): Markup {
  const [title, why] = TOLD[row.kind](say, row);
  const day = row.yoursOn ? say.t('yours', { d: say.day(row.yoursOn) }) : say.date(row.at);
  const when = row.afterOrder ? say.t('afterOrder') : day;
  const points = row.points !== 0 && markup` ${say.signed(row.points)}`;
  const rules = (row.why ?? []).map((sentence) => markup`<p>${sentence}</p>`);
  return markup`<li><p>${title}${points}</p>${why && markup`<p>${why}</p>`}${rules}<p>${when}</p></li>`;
}

/** On the way first, then until today. */
export function historySection(
  say: Speech,
  history: { rows: readonly HistoryRow[]; older: string | null },
): Markup {
  const { rows, older } = history;
  const isWaiting = (row: HistoryRow) => row.yoursOn !== null || row.afterOrder === true;
  const waiting = rows.filter(isWaiting);
  const past = rows.filter((row) => !isWaiting(row));
  const part = (key: string, some: readonly HistoryRow[]) =>
    some.length > 0 &&
    markup`<h3>${say.t(key)}</h3>${list(some.map((row) => historyRow(say, row)))}`;
  const more = older !== null && markup`<p><a href="?before=${older}">${say.t('older')}</a></p>`;
  const none = rows.length === 0 && markup`<p>${say.t('noHistory')}</p>`;
  const body = markup`${none}${part('onWay', waiting)}${part('soFar', past)}${more}`;
  return section(say.t('history'), body);
}

const FORM = new Markup(`{% form 'customer' %}`);
const FORM_END = new Markup('{% endform %}');
const EMAIL = new Markup('{{ customer.email | escape }}');

/**
 * A box of its own, unticked, that signs up for the shop's mails by the theme's own form: the shop asks,
 * keeps and confirms the consent, and points come once it says so.
 * https://shopify.dev/docs/storefronts/themes/customer-engagement/email-consent
 */
export function newsletterSection(say: Speech, points: number): Markup {
  const form = markup`${FORM}
<input type="hidden" name="contact[tags]" value="newsletter">
<p><label>${say.t('newsEmail')} <input type="email" name="contact[email]" value="${EMAIL}" autocomplete="email" required></label></p>
<p><label><input type="checkbox" name="contact[wants_mails]" value="yes" required> ${say.t('newsBox')}</label></p>
<p>${say.t('newsPoints', { n: points })}</p>
<p><button type="submit">${say.t('newsSend')}</button></p>
${FORM_END}`;
  return markup`<div class="regulars-news" lang="${say.language}" dir="${say.dir}">${section(say.t('news'), form)}</div>`;
}
