import { html } from './html.js';

export const sortRewards = (program) =>
  [...(program?.rewards ?? [])].sort((one, other) => one.points - other.points);

/** What a balance can buy now (the best), what comes next, and how far it is: 0 to 100. */
export function standing(program, balance) {
  const rewards = sortRewards(program);
  const best = rewards.findLast((reward) => reward.points <= balance);
  const next = rewards.find((reward) => reward.points > balance);
  const from = best?.points ?? 0;
  const fill = next
    ? Math.floor(((balance - from) * 100) / (next.points - from))
    : rewards.length && 100;
  return { best, next, fill };
}

/** So many rewards around a balance: the best affordable ones first, then what comes next. */
export function around(rewards, balance, count, affordable) {
  const reached = rewards.filter((reward) => reward.points <= balance).length;
  const start = Math.max(0, Math.min(reached - affordable, rewards.length - count));
  return rewards.slice(start, start + count);
}

/** More than six do not fit side by side. */
const visible = (rewards, balance) =>
  rewards.length > 6 ? around(rewards, balance, 5, 3) : rewards;

/**
 * The ladder: a bar cut at every reward, filled to where the shopper is. `was`: the balance it moves
 * from, once.
 */
export function ladder({ say, program, was }, balance) {
  const rewards = sortRewards(program);
  const steps = visible(rewards, balance).map((reward) => {
    const before = rewards[rewards.indexOf(reward) - 1]?.points ?? 0;
    const filled = (by) => Math.max(0, Math.min(1, (by - before) / (reward.points - before || 1)));
    const f = filled(balance);
    const from = was >= 0 && `;--w:${filled(was)}`;
    return html`<li class="${f === 1 && 'got'}" style="--f:${f}${from}">
      ${tightValue(say, reward.value)}<span class="rg-live">
        ${f === 1 ? say.t('got') : say.t('toGo', { n: reward.points - balance })}</span
      >
    </li>`;
  });
  return (
    steps.length > 0 &&
    html`<ol class="rg-steps" role="list">
      ${steps}
    </ol>`
  );
}

const tightValue = (say, value) =>
  amount(say, value, say.tight) ?? nameOf(say, value) ?? say.t('offShip');

/** What has a name is called by it, in the shop's own words; credit by its amount. */
export const nameOf = (say, { kind, amountMinor, name, text = name }) =>
  kind === 'walletCredit'
    ? say.t('credit', { m: say.money(amountMinor) })
    : text && html`<bdi>${text}</bdi>`;

/** It is taken, and is there: no code has to be put on a cart. */
export const isPerk = ({ kind }) => /^[ebw]/.test(kind);

/** A reward's value alone: money, or a percentage; null for free shipping, which has its own words. */
export function amount(say, value, money = say.money) {
  if (value.kind === 'amountOff') return money(value.amountMinor);
  return value.kind === 'percentOff' ? say.percent(value.basisPoints) : null;
}

/** "$5.00 off", "10% off · Mugs", "Free shipping". */
export const worthOf = (say, value) =>
  nameOf(say, value) ??
  html`${sayValue(say, 'off', value)}${value.only && html` · <bdi>${value.only.name}</bdi>`}`;

/** A sentence about a value, or its sisters for free shipping and for what has a name. */
export function sayValue(say, key, value, values) {
  const name = nameOf(say, value);
  const sister = value.kind === 'freeShipping' ? 'Ship' : name ? 'Thing' : '';
  return say.t(key + sister, { ...values, m: name ?? amount(say, value) });
}
