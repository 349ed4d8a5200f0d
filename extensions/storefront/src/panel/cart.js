/**
 * The shop's cart, through the theme's Ajax API. Its amounts are hundredths of the main unit, whatever
 * the currency: https://shopify.dev/docs/api/ajax/reference/cart
 */
export const readCart = async (root) => read(await fetch(`${root}cart.js`));

/** The JSON of an answer; throws if it was none. */
export async function read(response) {
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

/** Minor units still missing to a minimum; 0 when reached; null in a currency we do not count in. */
export function missing(cart, minimumMinor, money) {
  if (cart.currency !== money.currency) return minimumMinor > 0 ? null : 0;
  return Math.max(0, minimumMinor - toMinor(cart.original_total_price, money));
}

/** Hundredths as minor units of the shop's currency. */
export const toMinor = (hundredths, { decimals }) => Math.round(hundredths * 10 ** (decimals - 2));
