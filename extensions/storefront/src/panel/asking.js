import { ask } from './proxy.js';

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
 * lost answer can never spend twice. One reward at one price has one id under way.
 */
export function redemptionId({ id, points }) {
  const key = `regulars:${id}:${points}`;
  const read = () => sessionStorage.getItem(key);
  try {
    if (!read()) sessionStorage.setItem(key, crypto.randomUUID());
    return { id: read(), forget: () => sessionStorage.removeItem(key) };
  } catch {
    underWay[key] ??= crypto.randomUUID();
    return { id: underWay[key], forget: () => delete underWay[key] };
  }
}
const underWay = {};
