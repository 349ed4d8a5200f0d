/** A shopper's three deeds with points: turn them into a code, put it on the cart, put it back. */
import { ask } from './proxy.js';
import { askUntil, forget, hear, redemptionId } from './asking.js';
import { told } from './advising.js';
import { readCart } from './cart.js';
import { isListed, judge, otherCodes, setCodes, tellTheme } from './weighing.js';

const isSettled = (status) => status !== 'issuing';
/** What an earlier press made has had its end since: this press means another one. */
const isOver = ({ status }) => status !== 'issuing' && status !== 'open';

/** Spends points on a reward and, once the code works, puts it on the cart. */
export async function redeem(panel, rewardId) {
  const { config } = panel;
  const reward = panel.program.rewards.find(({ id }) => id === rewardId);
  const ticket = redemptionId(reward, panel.state.codes);
  const request = {
    id: ticket.id,
    rewardId,
    points: reward.points,
    amountMinor: reward.value.capMinor && told(panel.page, rewardId),
  };
  let said;
  try {
    said = await ask(config, 'redemptions', request);
  } catch {
    panel.result('note', {
      error: true, title: 'unsure', body: 'unsureBody', retry: 'redeem', arg: rewardId,
    }); // prettier-ignore
    return;
  }
  if (said.refusal) {
    ticket.forget();
    await refuse(panel, said.refusal);
    return;
  }
  if (ticket.kept && isOver(said.answer.redemption)) {
    ticket.forget();
    await redeem(panel, rewardId);
    return;
  }
  if (said.later) {
    hear(panel, said.answer);
    said.answer = await askUntil(config, ticket.id, isSettled);
  }
  if (!said.answer) {
    panel.result('slow', { id: ticket.id, points: reward.points });
    return;
  }
  ticket.forget();
  await settle(panel, said.answer);
}

/** Asks once more for a code that was slow. */
export async function lookAgain(panel, id) {
  const { answer } = await ask(panel.config, `redemptions/${id}`).catch(() => ({}));
  if (answer && isSettled(answer.redemption.status)) {
    forget(answer.redemption);
    await settle(panel, answer);
  } else panel.render();
}

async function settle(panel, answer) {
  const { redemption } = answer;
  hear(panel, answer);
  if (redemption.status === 'open') await use(panel, redemption.id);
  else if (redemption.status === 'refused') {
    panel.result('note', { title: 'refused', values: { n: redemption.points } });
  } else await panel.refresh();
}

const explained = [
  'rewardGone', 'priceChanged', 'notEnoughPoints', 'tooManyCodes', 'frozen', 'takenOften', 'allTaken',
]; // prettier-ignore

/** The app said no before anything was spent: why, and the numbers as they are now. */
async function refuse(panel, kind) {
  await panel.load();
  const words =
    kind === 'cartNeeded'
      ? panel.cart?.item_count
        ? 'noFit'
        : 'readyBody'
      : explained.includes(kind) && kind;
  if (words) panel.result('note', { title: 'notSpent', body: words });
  else if (panel.state?.shopper && panel.program) {
    panel.result('note', { error: true, title: 'error', body: 'errorBody', retry: 'refresh' });
  } else panel.home();
}

/** Puts a code on the cart and says what the cart said; `alone` puts it in place of all others. */
export async function use(panel, id, alone) {
  const { root } = panel.config;
  const redemption = panel.state.codes.find((each) => each.id === id);
  const { money } = panel.state;
  try {
    const before = await readCart(root);
    const others = alone ? [] : otherCodes(before, redemption.code);
    const after = await setCodes(root, [...others, redemption.code]);
    const judged = judge({ before, after, redemption, money });
    panel.cart = after;
    if (judged.outcome === 'clash' || judged.outcome === 'noFit') {
      panel.cart = await setCodes(root, otherCodes(before, redemption.code));
    }
    const view = { applied: 'applied', clash: 'clash' }[judged.outcome] ?? 'minMiss';
    panel.result(view, { redemption, judged });
  } catch {
    const trouble = { title: 'cartError', body: 'cartErrorBody' };
    panel.result('code', { arg: id, trouble });
  } finally {
    tellTheme();
  }
}

/** In place of all others on the cart. */
export const swap = (panel, id) => use(panel, id, true);

/** Takes a code off the cart, closes it at the shop, and says when its points are back. */
export async function putBack(panel, id) {
  const { config } = panel;
  const redemption = panel.state.codes.find((each) => each.id === id);
  const { points, code } = redemption;
  const failed = { arg: id, trouble: { title: 'error', body: 'errorSafe' } };
  let said;
  try {
    await takeOffCart(panel, code);
    said = await ask(config, `redemptions/${id}/cancel`, {});
  } catch {
    panel.result('code', failed);
    return;
  }
  if (said.refusal) {
    await panel.load();
    if (said.refusal === 'codeUsed') {
      panel.result('note', { title: 'backUsed', body: 'backUsedBody' });
    } else panel.result('code', failed);
    return;
  }
  hear(panel, said.answer);
  if (said.later) {
    const settled = await askUntil(config, id, (status) => status !== 'closing');
    if (settled) said.answer = settled;
    hear(panel, said.answer);
  }
  const { redemption: now, available } = said.answer;
  if (now.status === 'used') {
    panel.result('note', { title: 'backUsed', body: 'backUsedBody' });
  } else if (now.status === 'closing') {
    panel.result('note', { title: 'backSlow', body: 'backSlowBody', values: { n: points } });
  } else {
    panel.result('note', {
      title: 'backDone', body: 'backDoneBody', values: { n: points, k: available }, icon: 'tick',
    }); // prettier-ignore
  }
}

/** A code that is put back would only be refused at checkout: a cart out of reach does not stop us. */
async function takeOffCart(panel, code) {
  const { root } = panel.config;
  try {
    const cart = await readCart(root);
    if (!isListed(cart, code)) return;
    panel.cart = await setCodes(root, otherCodes(cart, code));
    tellTheme();
  } catch {
    // Left where it is; it stops working with its redemption.
  }
}
