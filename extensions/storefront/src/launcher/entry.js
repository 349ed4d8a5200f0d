/**
 * Everything that runs before the shopper has touched anything. Our script is async, so it may run
 * while the page is still being parsed, even inside one of our elements. They are defined once all of
 * it is parsed: then each has its children, and the embed, printed last, is there to be read.
 */
import { RegularsFriend } from './friend.js';
import { RegularsLauncher } from './launcher.js';
import { RegularsProduct } from './product.js';
import { RegularsPage } from './page.js';

const elements = {
  'regulars-launcher': RegularsLauncher,
  'regulars-product': RegularsProduct,
  'regulars-page': RegularsPage,
  'regulars-friend': RegularsFriend,
};

function define() {
  for (const [name, element] of Object.entries(elements))
    if (!customElements.get(name)) customElements.define(name, element);
}

// Not DOMContentLoaded, which waits for every deferred script of the shop.
if (document.readyState === 'loading')
  document.addEventListener('readystatechange', define, { once: true });
else define();
