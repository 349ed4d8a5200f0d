/** Putting codes on the cart, and what became of it. */
import { missing, read, toMinor } from './cart.js';

/** Replaces the codes on the cart; the answer says which of them are applicable. */
export const setCodes = async (root, codes) =>
  read(
    await fetch(`${root}cart/update.js`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ discount: codes.join(',') }),
    }),
  );

/**
 * Tells the theme that we may have changed the codes on the cart: `regulars:cart`, a CustomEvent
 * without detail on `document`, after the last change of one press. A theme with a cart drawer may
 * listen and read the cart again; nothing else hangs on it.
 *
 *   document.addEventListener('regulars:cart', refreshDrawer);
 */
export const tellTheme = () =>
  document.dispatchEvent(new CustomEvent('regulars:cart', { bubbles: true }));

const same = (one, other) => one.toUpperCase() === other.toUpperCase();
const listed = (cart) => cart.discount_codes ?? [];

/** Codes on the cart other than ours. */
export const otherCodes = (cart, code) =>
  listed(cart)
    .map((each) => each.code)
    .filter((each) => !same(each, code));

export const isListed = (cart, code) => listed(cart).some((each) => same(each.code, code));

const isTaken = (cart, code) =>
  listed(cart).some((each) => each.applicable && same(each.code, code));

/** Hundredths a code takes off, over the whole cart and line by line; 0 where the cart does not say. */
export function savedBy(cart, code) {
  const whole = (cart.cart_level_discount_applications ?? [])
    .filter(({ title }) => same(title ?? '', code))
    .map((each) => each.total_allocated_amount);
  const lines = (cart.items ?? [])
    .flatMap((item) => item.line_level_discount_allocations ?? [])
    .filter(({ discount_application: from }) => same(from?.title ?? '', code))
    .map((each) => each.amount);
  return [...whole, ...lines].reduce((sum, amount) => sum + Number(amount), 0);
}

/** Minor units a reward would take off this cart alone; null where that cannot be said. */
function worth(value, cart, money) {
  // A collection's goods cannot be told in the cart.
  if (value.only) return null;
  const basket = toMinor(cart.original_total_price, money);
  if (value.kind === 'amountOff') return Math.min(value.amountMinor, basket);
  return value.kind === 'percentOff' ? Math.floor((basket * value.basisPoints) / 10000) : null;
}

/**
 * What became of putting a code on the cart, from the cart before and after: `applied` (perhaps in
 * place of another, smaller code), `clash` with another code and what each saves (null: cannot be
 * said), `minMiss`, `ready` (empty cart) or `noFit`.
 */
export function judge({ before, after, redemption, money }) {
  const { code, value, minimumMinor } = redemption;
  const known = after.currency === money.currency;
  const clash = (other) => {
    const theirs = known ? toMinor(savedBy(before, other), money) || null : null;
    return { outcome: 'clash', other, theirs, ours: known ? worth(value, after, money) : null };
  };
  const rivals = listed(before).filter((each) => each.applicable && !same(each.code, code));
  if (isTaken(after, code)) {
    const lost = rivals.find((each) => !isTaken(after, each.code));
    if (!lost) return { outcome: 'applied' };
    if (after.total_price > before.total_price) return clash(lost.code);
    const theirs = known ? toMinor(savedBy(before, lost.code), money) || null : null;
    return { outcome: 'applied', other: lost.code, theirs };
  }
  if (after.item_count === 0) return { outcome: 'ready' };
  const short = !value.only && missing(after, minimumMinor, money);
  if (short) return { outcome: 'minMiss', short };
  return rivals.length > 0 ? clash(rivals[0].code) : { outcome: 'noFit' };
}
