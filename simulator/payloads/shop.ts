import type { SimShop } from '../types.ts';
import { address } from './customer.ts';
import type { Json } from './json.ts';
import { offsetMinutes, shopTime } from './time.ts';

/** app/uninstalled carries the shop. */
export function shopPayload(shop: SimShop, now: number): Json {
  const place = address(shop, { firstName: '', lastName: '', phone: null });
  const hours = offsetMinutes(now, shop.timeZone) / 60;
  const plus = shop.plan === 'plus';
  const at = shopTime(now, shop.timeZone);
  return {
    id: BigInt(shop.id),
    name: shop.name,
    email: `owner@${shop.handle}.example`,
    customer_email: `hello@${shop.handle}.example`,
    domain: shop.domain,
    myshopify_domain: shop.domain,
    shop_owner: 'Noor Haddad',
    ...Object.fromEntries(
      Object.entries(place).filter(
        ([key]) => !['first_name', 'last_name', 'name', 'company'].includes(key),
      ),
    ),
    country_name: place['country'] ?? null,
    source: null,
    latitude: null,
    longitude: null,
    primary_locale: shop.locale,
    created_at: at,
    updated_at: at,
    currency: shop.currency,
    enabled_presentment_currencies: [shop.currency],
    timezone: `(GMT${hours < 0 ? '-' : '+'}${Math.abs(hours)}) ${shop.timeZone}`,
    iana_timezone: shop.timeZone,
    money_format: shop.moneyFormat,
    money_with_currency_format: shop.moneyFormat,
    money_in_emails_format: shop.moneyFormat,
    money_with_currency_in_emails_format: shop.moneyFormat,
    weight_unit: 'kg',
    taxes_included: shop.taxesIncluded,
    auto_configure_tax_inclusivity: null,
    tax_shipping: false,
    county_taxes: !shop.taxesIncluded,
    plan_display_name: plus ? 'Shopify Plus' : 'Basic',
    plan_name: plus ? 'shopify_plus' : 'basic',
    has_discounts: true,
    has_gift_cards: true,
    google_apps_domain: null,
    google_apps_login_enabled: null,
    eligible_for_payments: true,
    requires_extra_payments_agreement: false,
    password_enabled: false,
    has_storefront: true,
    finances: true,
    primary_location_id: 655441491,
    checkout_api_supported: true,
    multi_location_enabled: false,
    setup_required: false,
    pre_launch_enabled: false,
    marketing_sms_consent_enabled_at_checkout: false,
    transactional_sms_disabled: false,
  };
}
