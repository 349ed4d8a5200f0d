import { ask } from './proxy.js';

/** Takes in what the app said about one redemption. */
export function hear(panel, { redemption, available }) {
  const { state } = panel;
  const others = state.codes.filter(({ id }) => id !== redemption.id);
  const alive = ['issuing', 'open', 'closing'].includes(redemption.status);
  state.codes = alive ? [redemption, ...others] : others;
  panel.was ??= state.shopper.available;
  state.shopper.available = available;
  panel.tellLauncher();
}

const waitsMs = [400, 800, 1200, 2000, 3000, 5000, 8000];

/** Asks for a redemption again, ever more slowly, until it is settled; null after about 20 s. */
export async function askUntil(config, id, isSettled) {
  for (const waitMs of waitsMs) {
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    const { answer } = await ask(config, `redemptions/${id}`).catch(() => ({}));
    if (answer && isSettled(answer.redemption.status)) return answer;
  }
  return null;
}

/**
 * The id of a redemption is minted once and kept until it is answered, so that trying again after a
 * lost answer can never spend twice. One reward at one price has one id under way. One that the app
 * has already told of (`codes` of its state) is no longer under way: it stands under "Your codes",
 * and the same reward again is another one.
 */
export function redemptionId({ id: rewardId, points }, codes) {
  const under = { rewardId, points };
  const told = codes.some(({ id, status }) => id === recall(under) && status !== 'issuing');
  if (told) forget(under);
  const kept = recall(under);
  if (!kept) keep(under, crypto.randomUUID());
  return { id: recall(under), kept: Boolean(kept), forget: () => forget(under) };
}

export function forget(under) {
  const key = keyOf(under);
  delete underWay[key];
  inTab((storage) => storage.removeItem(key));
}

const keyOf = ({ rewardId, points }) => `regulars:${rewardId}:${points}`;
const underWay = {};

function recall(under) {
  const key = keyOf(under);
  return underWay[key] ?? inTab((storage) => storage.getItem(key));
}

function keep(under, id) {
  const key = keyOf(under);
  underWay[key] = id;
  inTab((storage) => storage.setItem(key, id));
}

/** Storage may be switched off by the browser; then an id is kept as long as the page is open. */
function inTab(deed) {
  try {
    return deed(sessionStorage);
  } catch {
    return null;
  }
}
