/** The shop itself, and the cards. https://shopify.dev/docs/api/admin-graphql/2026-07 */
import { z } from 'zod';
import { mutation, query, userErrors } from './operation.ts';

export const SHOP_PROFILE = query(
  'ShopProfile',
  z.object({
    shop: z.object({
      id: z.string(),
      name: z.string(),
      myshopifyDomain: z.string(),
      ianaTimezone: z.string(),
      currencyCode: z.string(),
      primaryDomain: z.object({ url: z.url() }),
    }),
  }),
  `query ShopProfile {
    shop { id name myshopifyDomain ianaTimezone currencyCode primaryDomain { url } }
  }`,
);

export const INSTALLATION = query(
  'Installation',
  z.object({ installation: z.object({ id: z.string() }) }),
  `query Installation { installation: currentAppInstallation { id } }`,
);

export const WRITE_CARDS = mutation(
  'WriteCards',
  z.object({ written: z.object({ userErrors }).nullable() }),
  `mutation WriteCards($cards: [MetafieldsSetInput!]!) {
    written: metafieldsSet(metafields: $cards) { userErrors { code field } }
  }`,
);

export const DEFINE_CARD = mutation(
  'DefineCard',
  z.object({ defined: z.object({ userErrors }).nullable() }),
  `mutation DefineCard($definition: MetafieldDefinitionInput!) {
    defined: metafieldDefinitionCreate(definition: $definition) { userErrors { code field } }
  }`,
);
