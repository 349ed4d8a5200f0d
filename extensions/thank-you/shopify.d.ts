/** What the page offers to our modules: the Shopify CLI's way, a declaration for each of them. */
import '@shopify/ui-extensions';
import type { Api } from '@shopify/ui-extensions/purchase.thank-you.block.render';

declare module './src/index.tsx' {
  const shopify: Api;
}

declare module './src/ThankYou.tsx' {
  const shopify: Api;
}

declare module './src/asking.ts' {
  const shopify: Api;
}

declare module './src/cards.tsx' {
  const shopify: Api;
}

declare module './src/speech.ts' {
  const shopify: Api;
}
