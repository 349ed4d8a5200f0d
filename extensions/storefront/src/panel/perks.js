/** Becomes `regulars-perks.js`: rewards that need no code. They are taken, and are there. */
import { ask } from './proxy.js';
import { askUntil, forget, hear, redemptionId } from './asking.js';
import { html, icons } from './html.js';
import { nameOf } from './ladder.js';
import { lastDay } from './lastDay.js';
import { button, note, trouble, verdict } from './parts.js';

const isHand = ({ value }) => value.kind === 'byHand';
/** Made, or on the shop's list: nothing more is waited for. */
const isThere = (redemption) => redemption.status !== 'issuing' || isHand(redemption);

/** How long it is theirs, or by when it is done. */
function until(say, { value }, d) {
  if (value.kind === 'byHand') return say.t('handBy', { d });
  return value.forGood ? say.t('forGood') : say.t('forDays', { d });
}

function backWords(say, { value }, d) {
  if (value.kind === 'byHand') return say.t('backOpen');
  return html`${say.t('backUntil', { d })} ${say.t('backOrder')}`;
}

function take(club, { arg, busy }) {
  const { say, state, program, now } = club;
  const reward = program.rewards.find(({ id }) => id === arg);
  if (!reward) return note(club, { title: 'notSpent', body: 'rewardGone' });
  const { points, value, codeDays } = reward;
  const d = say.day(lastDay(now, codeDays, state.timeZone));
  const kept = { n: points, k: state.shopper.available - points, m: nameOf(say, value) };
  return {
    title: say.t('use'),
    body: html`<p class="rg-q">${say.t('confirmThing', kept)}</p>
      <ul class="rg-box w" role="list">
        <li>${until(say, reward, d)}</li>
        ${value.kind !== 'walletCredit' && html`<li>${backWords(say, reward, d)}</li>`}
      </ul>
      <div class="rg-go" ${busy && html` aria-busy="true"`}>
        ${button(say, 'yes', 'take', { id: arg, main: true, points })} ${button(say, 'no', 'back')}
      </div>`,
  };
}

/** What was taken: what it is, how long, and the way to put it back. */
function perk(club, { arg, fresh, trouble: wrong }) {
  const { say, state } = club;
  const redemption = state.codes.find(({ id }) => id === arg);
  if (!redemption) return note(club, { title: 'gotIt' });
  const { value, points, expiresAt, id } = redemption;
  const d = say.date(expiresAt);
  const head = isHand(redemption) ? 'gotHand' : 'gotIt';
  const body = isHand(redemption) ? 'stillHand' : 'gotAccess';
  return {
    title: nameOf(say, value),
    said: fresh && say.t(head),
    body: html`${wrong && trouble(say, wrong)}
      ${verdict(
        icons[isHand(redemption) ? 'clock' : 'tick'],
        fresh ? say.t(head) : until(say, redemption, d),
        fresh && html`<p>${until(say, redemption, d)}</p>`,
        html`<p>${say.t(body)}</p>`,
      )}
      <div class="rg-col w">
        <p>${backWords(say, redemption, d)}</p>
        <div class="rg-go">
          ${button(say, 'shopOn', 'close', { main: true })}
          ${button(say, 'putBack', 'leave', { id })}
        </div>
        <p class="s">${say.t('putBackNote', { n: points })}</p>
      </div>`,
  };
}

const waiting = ({ say }, { id }) => ({
  title: say.t('use'),
  said: say.t('takeSlow'),
  body: html`${verdict(icons.clock, say.t('takeSlow'))}
    <div class="rg-go">
      ${button(say, 'lookAgain', 'lookAt', { id, main: true })} ${button(say, 'shopOn', 'close')}
    </div>`,
});

const explained = [
  'rewardGone', 'priceChanged', 'notEnoughPoints', 'tooManyCodes', 'frozen', 'takenOften', 'allTaken',
]; // prettier-ignore

/** Spends points on it. The same press again can never spend twice: the id is kept until an answer. */
async function spend(panel, rewardId) {
  const { config } = panel;
  const reward = panel.program.rewards.find(({ id }) => id === rewardId);
  const ticket = redemptionId(reward, panel.state.codes);
  const request = { id: ticket.id, rewardId, points: reward.points };
  let said;
  try {
    said = await ask(config, 'redemptions', request);
  } catch {
    const again = { retry: 'take', arg: rewardId };
    panel.result('note', { error: true, title: 'unsure', body: 'unsureBody', ...again });
    return;
  }
  if (said.refusal) {
    ticket.forget();
    await panel.load();
    const known = explained.includes(said.refusal);
    if (known) panel.result('note', { title: 'notSpent', body: said.refusal });
    else panel.home();
    return;
  }
  hear(panel, said.answer);
  const answer = said.later
    ? await askUntil(config, ticket.id, (status) => status !== 'issuing')
    : said.answer;
  if (!answer) {
    panel.result('waiting', { id: ticket.id });
    return;
  }
  ticket.forget();
  show(panel, answer);
}

function show(panel, answer) {
  const { redemption } = answer;
  hear(panel, answer);
  if (redemption.status === 'refused') {
    panel.result('note', { title: 'noThing', values: { n: redemption.points } });
  } else if (redemption.status === 'used') {
    panel.result('note', { title: 'gotIt', body: 'inWallet', icon: 'tick' });
  } else panel.result('perk', { arg: redemption.id, fresh: true });
}

async function lookAt(panel, id) {
  const { answer } = await ask(panel.config, `redemptions/${id}`).catch(() => ({}));
  if (answer && isThere(answer.redemption)) {
    forget(answer.redemption);
    show(panel, answer);
  } else panel.render();
}

/** Puts it back: what the shop opened is closed, what nobody did is done no more. */
async function leave(panel, id) {
  const { config } = panel;
  const { points } = panel.state.codes.find((each) => each.id === id);
  const said = await ask(config, `redemptions/${id}/cancel`, {}).catch(() => null);
  if (!said || (said.refusal && said.refusal !== 'codeUsed')) {
    panel.result('perk', { arg: id, trouble: { title: 'error', body: 'errorSafe' } });
    return;
  }
  if (said.refusal) {
    await panel.load();
    panel.result('note', { title: 'perkKept' });
    return;
  }
  hear(panel, said.answer);
  const settled = said.later && (await askUntil(config, id, (status) => status !== 'closing'));
  if (settled) hear(panel, settled);
  const { redemption, available } = settled || said.answer;
  const values = { n: points, k: available };
  if (redemption.status === 'closing') panel.result('note', { title: 'backSlow', values });
  else panel.result('note', { title: 'backDone', body: 'perkBack', values, icon: 'tick' });
}

export const waits = { take: 'takeWait', leave: 'backWait', lookAt: 'takeWait' };
export const views = { take, perk, waiting };
export const ways = { take: spend, leave, lookAt };
