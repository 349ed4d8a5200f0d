/** Money as Liquid and the Ajax cart write it: hundredths of the currency's main unit. */
import { decimalsOf } from '../engine/money.ts';

/**
 * Minor units → the platform's subunits, which always are hundredths: 1000 yen are 100000
 * (https://shopify.dev/docs/api/liquid/objects/product#product-price). Three-decimal currencies
 * lose their last digit, rounded half up: an assumption, no page says it.
 */
export function toSubunits(minor: number, currency: string): number {
  const decimals = decimalsOf(currency);
  return decimals <= 2 ? minor * 10 ** (2 - decimals) : Math.round(minor / 10 ** (decimals - 2));
}

const separators: Readonly<Record<string, { decimals: number; thousands: string; point: string }>> =
  {
    amount: { decimals: 2, thousands: ',', point: '.' },
    amount_no_decimals: { decimals: 0, thousands: ',', point: '' },
    amount_with_comma_separator: { decimals: 2, thousands: '.', point: ',' },
    amount_no_decimals_with_comma_separator: { decimals: 0, thousands: '.', point: '' },
    amount_with_apostrophe_separator: { decimals: 2, thousands: "'", point: '.' },
    amount_no_decimals_with_space_separator: { decimals: 0, thousands: ' ', point: '' },
    amount_with_space_separator: { decimals: 2, thousands: ' ', point: ',' },
    amount_with_period_and_space_separator: { decimals: 2, thousands: ' ', point: '.' },
  };

/**
 * Fills a shop's money format, such as `${{amount}}`, with subunits. `factor` is 10 where prices are
 * kept in rial and spoken in toman. Rounds half away from zero to the format's decimals.
 * https://help.shopify.com/en/manual/international/pricing/currency-formatting
 */
export function writeMoney(subunits: number, format: string, factor: number): string {
  return format.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => {
    const style = separators[name];
    return style ? writeAmount(subunits / 100 / factor, style) : whole;
  });
}

function writeAmount(
  amount: number,
  style: { decimals: number; thousands: string; point: string },
): string {
  const scaled = Math.round(Math.abs(amount) * 10 ** style.decimals);
  const digits = String(scaled).padStart(style.decimals + 1, '0');
  const cut = digits.length - style.decimals;
  const grouped = digits.slice(0, cut).replace(/\B(?=(\d{3})+(?!\d))/g, style.thousands);
  const sign = amount < 0 && scaled > 0 ? '-' : '';
  return sign + grouped + (style.decimals > 0 ? style.point + digits.slice(cut) : '');
}
