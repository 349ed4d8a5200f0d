/** Before points are spent: which reward is the best choice for what is in the cart now. */
import { ask } from './proxy.js';
import { readCart, toMinor } from './cart.js';
import { html, ltr, plain } from './html.js';
import { worthOf } from './ladder.js';
import { savedBy } from './weighing.js';

/** A code that takes nothing off the goods is one for shipping; the theme tells which lines one is for. */
function takenOf(cart, money) {
  const entitled = new Set(
    [
      ...(cart.cart_level_discount_applications ?? []),
      ...(cart.items ?? [])
        .flatMap((item) => item.line_level_discount_allocations ?? [])
        .map((each) => each.discount_application),
    ]
      .filter((each) => each?.target_selection && each.target_selection !== 'all')
      .map(({ title }) => (title ?? '').toUpperCase()),
  );
  return (cart.discount_codes ?? [])
    .filter(({ applicable }) => applicable)
    .map(({ code }) => {
      const offMinor = toMinor(savedBy(cart, code), money);
      const goods = entitled.has(code.toUpperCase()) ? 'product' : 'order';
      return { code, offMinor, class: offMinor ? goods : 'shipping' };
    });
}

/**
 * Reads the cart and asks the app once the question is there; a cart that is empty or in another
 * currency is not weighed.
 */
export async function weigh(panel) {
  const { page, state, config } = panel;
  const { money } = state;
  const cart = await readCart(config.root).catch(() => null);
  if (panel.page !== page || panel.busy) return;
  panel.cart = cart;
  redraw(panel);
  if (!cart?.item_count || cart.currency !== money.currency) return;
  const lines = (cart.items ?? []).map((item) => ({
    productId: String(item.product_id),
    amountMinor: toMinor(item.original_line_price, money),
    giftCard: item.gift_card === true,
  }));
  const request = { lines, taken: takenOf(cart, money) };
  const { answer } = await ask(config, 'advice', request).catch(() => ({}));
  if (!answer || panel.page !== page || panel.busy) return;
  page.advice = answer;
  const told = adviceOf(panel, page);
  redraw(panel);
  if (told && answer.best !== page.arg) panel.announce(plain(told));
}

/** The same page with what was heard since; the focus stays where it was. */
function redraw(panel) {
  const focus = document.activeElement?.dataset?.do;
  panel.render();
  if (focus) panel.main.querySelector(`[data-do=${focus}]`)?.focus();
}

/** What a reward takes off this cart; undefined until it is weighed, or where it takes nothing. */
export const told = ({ advice }, id) =>
  advice?.choices.find(({ rewardId }) => rewardId === id)?.offMinor;

/**
 * What is told of it under the question, where it pushes nothing away: that this is the best, what is
 * better, or to keep the points.
 */
export function adviceOf({ say, program }, { arg, advice }) {
  const mine = advice?.choices.find(({ rewardId }) => rewardId === arg);
  if (!mine) return null;
  const m = say.money(mine.offMinor);
  if (advice.best === arg) return html`<p class="s">${say.t('bestThis', { m })}</p>`;
  const better = program.rewards.find(({ id }) => id === advice.best);
  if (!better) {
    const [c] = mine.instead;
    return c && html`<p>${say.t('bestNone', { c: ltr(c) })}</p>`;
  }
  const { offMinor } = advice.choices.find(({ rewardId }) => rewardId === advice.best);
  const name = worthOf(say, better.value);
  return html`<div>
    <p>${say.t('bestOther', { c: name, k: say.money(offMinor), m })}</p>
    <button class="rg-t" data-do="go" data-to="confirm" data-arg="${advice.best}">
      ${say.t('seeBest')}
    </button>
  </div>`;
}
