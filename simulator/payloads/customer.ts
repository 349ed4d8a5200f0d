import { gid } from '../state/ids.ts';
import type { Customer, PostalAddress, SimShop } from '../types.ts';
import type { Json } from './json.ts';
import { shopTime } from './time.ts';

type Fields = { [key: string]: Json };

const PLACES: Readonly<Record<string, Fields>> = {
  USD: {
    city: 'Portland',
    province: 'Maine',
    province_code: 'ME',
    country: 'United States',
    country_code: 'US',
    zip: '04101',
  },
  IRR: {
    city: 'اصفهان',
    province: 'اصفهان',
    province_code: 'ESF',
    country: 'Iran',
    country_code: 'IR',
    zip: '8158713131',
  },
};
const ELSEWHERE: Fields = {
  city: 'Berlin',
  province: 'Berlin',
  province_code: 'BE',
  country: 'Germany',
  country_code: 'DE',
  zip: '10115',
};

/** Everybody lives in a house of their own, unless they say where. */
function ownStreet(person: { firstName: string; lastName: string; email?: string | null }): string {
  let number = 11;
  const who = `${person.email ?? ''} ${person.firstName} ${person.lastName}`.trim();
  for (const letter of who) number = (number * 31 + (letter.codePointAt(0) ?? 0)) % 9973;
  return `${number + 1} Kiln Lane`;
}

/** A made-up postal address in the shop's country. */
export function address(
  shop: SimShop,
  person: {
    firstName: string;
    lastName: string;
    phone: string | null;
    email?: string | null;
    address?: PostalAddress;
  },
): Fields {
  return {
    first_name: person.firstName,
    last_name: person.lastName,
    name: `${person.firstName} ${person.lastName}`.trim(),
    company: null,
    address1: person.address?.street ?? ownStreet(person),
    address2: null,
    phone: person.address?.phone ?? person.phone ?? '',
    ...(PLACES[shop.currency] ?? ELSEWHERE),
  };
}

function defaultAddress(shop: SimShop, customer: Customer): Fields {
  const fields = address(shop, customer);
  return {
    id: BigInt(customer.id) + 1n,
    customer_id: BigInt(customer.id),
    ...fields,
    country_name: fields['country'] ?? null,
    default: true,
  };
}

/** The customer as it stands inside an order. */
export function orderCustomer(shop: SimShop, customer: Customer): Fields {
  return {
    id: BigInt(customer.id),
    created_at: shopTime(customer.createdAt, shop.timeZone),
    updated_at: shopTime(customer.updatedAt, shop.timeZone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state ?? 'enabled',
    note: null,
    verified_email: customer.emailVerified ?? true,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currency,
    tax_exemptions: [],
    admin_graphql_api_id: gid('Customer', customer.id),
    default_address: defaultAddress(shop, customer),
  };
}

/** customers/create and customers/update. Tags and order counts have left these payloads. */
export function customerPayload(shop: SimShop, customer: Customer): Json {
  return { ...orderCustomer(shop, customer), addresses: [defaultAddress(shop, customer)] };
}

/**
 * customers_email_marketing_consent/update.
 * https://shopify.dev/docs/api/webhooks/2026-07?reference=toml (customers_email_marketing_consent)
 */
export function consentPayload(shop: SimShop, customer: Customer): Json {
  const { emailConsent } = customer;
  return {
    customer_id: BigInt(customer.id),
    email_address: customer.email,
    email_marketing_consent: {
      state: emailConsent?.state ?? 'not_subscribed',
      opt_in_level: emailConsent ? 'single_opt_in' : null,
      consent_updated_at: emailConsent ? shopTime(emailConsent.updatedAt, shop.timeZone) : null,
    },
  };
}
