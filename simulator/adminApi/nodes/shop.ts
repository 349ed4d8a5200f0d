import { isoTime } from '../../clock.ts';
import { offsetMinutes } from '../../payloads/time.ts';
import { gid } from '../../state/ids.ts';
import type { Asking, Node } from '../context.ts';
import { metafieldFields } from './metafield.ts';

export function shopNode(asking: Asking): Node {
  const { shop, storefrontOrigin } = asking;
  const id = gid('Shop', shop.id);
  const plus = shop.plan === 'plus';
  return {
    __typename: 'Shop',
    id,
    name: shop.name,
    email: `owner@${shop.handle}.example`,
    contactEmail: `hello@${shop.handle}.example`,
    myshopifyDomain: shop.domain,
    shopOwnerName: 'Noor Haddad',
    url: storefrontOrigin,
    primaryDomain: {
      id: gid('Domain', shop.id),
      host: new URL(storefrontOrigin).host,
      url: storefrontOrigin,
      sslEnabled: storefrontOrigin.startsWith('https:'),
    },
    currencyCode: shop.currency,
    enabledPresentmentCurrencies: [shop.currency],
    currencyFormats: {
      moneyFormat: shop.moneyFormat,
      moneyInEmailsFormat: shop.moneyFormat,
      moneyWithCurrencyFormat: shop.moneyFormat,
      moneyWithCurrencyInEmailsFormat: shop.moneyFormat,
    },
    ianaTimezone: shop.timeZone,
    timezoneOffsetMinutes: offsetMinutes(asking.now(), shop.timeZone),
    taxesIncluded: shop.taxesIncluded,
    taxShipping: false,
    plan: {
      displayName: plus ? 'Shopify Plus' : 'Basic',
      publicDisplayName: plus ? 'Plus' : 'Basic',
      partnerDevelopment: false,
      shopifyPlus: plus,
    },
    createdAt: isoTime(0),
    updatedAt: isoTime(asking.now()),
    weightUnit: 'KILOGRAMS',
    ...metafieldFields(asking, id),
  };
}

export function installationNode(asking: Asking): Node {
  return {
    __typename: 'AppInstallation',
    id: asking.installationId,
    launchUrl: asking.appUrl,
    uninstallUrl: null,
    accessScopes: asking.scopes.map((handle) => ({ handle, description: handle })),
    activeSubscriptions: [],
    app: {
      __typename: 'App',
      id: gid('App', '580111'),
      title: asking.appName,
      handle: asking.appName.toLowerCase(),
      apiKey: asking.apiKey,
    },
    ...metafieldFields(asking, asking.installationId),
  };
}
