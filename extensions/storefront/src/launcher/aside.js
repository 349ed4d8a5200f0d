/**
 * When the button must step aside, so that it never covers what the shopper came for: an open cart
 * drawer anywhere; on phones also the buy button, a focused field of the page's, or another Regulars
 * block in view.
 */
const phone = matchMedia('(max-width: 639px)');
const buying = 'form[action*="/cart/add"] [type=submit], [name=add], .rg-pb';
const drawers =
  'cart-drawer, cart-notification, [id*=cartdrawer i], [id*=cart-drawer i], [class*=cart-drawer i]';
const fields = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]';

/** Calls `move(true)` to step aside and `move(false)` to come back. */
export function watchAside(move) {
  const seen = new Set();
  let drawer = false;
  const settle = () => {
    const active = document.activeElement;
    const typing = active?.matches(fields) && !active.closest('regulars-launcher');
    move(drawer || (phone.matches && (seen.size > 0 || typing)));
  };
  const view = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      settle();
    },
    { threshold: 0.5 },
  );
  for (const part of document.querySelectorAll(buying)) view.observe(part);
  watchDrawers((open) => {
    drawer = open;
    settle();
  });
  phone.addEventListener('change', settle);
  document.addEventListener('focusin', settle);
  document.addEventListener('focusout', () => queueMicrotask(settle));
}

/** Themes open a drawer by a class, an attribute or a style on it or around it, often with a slide. */
function watchDrawers(tell) {
  const found = [...document.querySelectorAll(drawers)];
  if (found.length === 0) return;
  const look = () => tell(found.some(isInView));
  const changes = new MutationObserver(look);
  const attributeFilter = ['class', 'open', 'hidden', 'style', 'aria-hidden'];
  for (const part of found) {
    changes.observe(part, { attributes: true, attributeFilter });
    part.addEventListener('transitionend', look);
  }
  look();
}

function isInView(part) {
  const { x, width, height } = part.getBoundingClientRect();
  const onScreen = width > 0 && height > 0 && x + width > 0 && x < innerWidth;
  return onScreen && part.checkVisibility({ visibilityProperty: true, opacityProperty: true });
}
