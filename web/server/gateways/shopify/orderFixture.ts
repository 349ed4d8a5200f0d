/** An order as orders/* tell it, small and coherent; for tests. Ids exceed 2^53, as text. */
export const set = (amount: string, currency = 'USD') => ({
  shop_money: { amount, currency_code: currency },
  presentment_money: { amount, currency_code: currency },
});

const allocated = (amount: string, index: number) => ({
  amount,
  amount_set: set(amount),
  discount_application_index: index,
});

export const ORDER_ID = '820982911946154508';
export const LINE_ID = '487817672276298554';
export const REFUND_ID = '890088186047892319';

export const refund = () => ({
  id: { exact: REFUND_ID },
  admin_graphql_api_id: `gid://shopify/Refund/${REFUND_ID}`,
  order_id: { exact: ORDER_ID },
  created_at: '2026-07-03T10:00:00-04:00',
  processed_at: '2026-07-03T10:00:00-04:00',
  duties: [],
  total_duties_set: set('0.00'),
  refund_line_items: [
    {
      id: 1,
      line_item_id: { exact: LINE_ID },
      quantity: 1,
      subtotal: 8.5,
      total_tax: 0.68,
      subtotal_set: set('8.50'),
      total_tax_set: set('0.68'),
    },
  ],
  refund_shipping_lines: [
    { id: 2, subtotal_amount_set: set('7.00'), tax_amount_set: set('0.56') },
  ] as object[],
  order_adjustments: [{ id: 3, kind: 'refund_discrepancy', amount: '-5.00', tax_amount: '0.00' }],
  transactions: [
    { id: 4, kind: 'refund', status: 'success', amount: '16.74', currency: 'USD' },
    { id: 5, kind: 'refund', status: 'failure', amount: '99.00', currency: 'USD' },
    { id: 6, kind: 'void', status: 'success', amount: '99.00', currency: 'USD' },
    { id: 7, kind: 'refund', status: 'success', amount: '5.00', currency: 'USD' },
  ],
});

export const order = () => ({
  id: { exact: ORDER_ID },
  admin_graphql_api_id: `gid://shopify/Order/${ORDER_ID}`,
  name: '#1058',
  note: 'leave 820982911946154508 with "Ana"',
  currency: 'USD',
  presentment_currency: 'USD',
  created_at: '2026-07-01T10:00:05-04:00',
  processed_at: '2026-07-01T10:00:00-04:00' as string | null,
  updated_at: '2026-07-03T10:00:01-04:00',
  cancelled_at: null as string | null,
  test: false,
  financial_status: 'partially_refunded' as string | null,
  source_name: 'web' as string | null,
  taxes_included: false,
  email: 'ana@example.com' as string | null,
  phone: '' as string | null,
  customer: {
    id: 115310627314723950,
    admin_graphql_api_id: 'gid://shopify/Customer/115310627314723954',
  } as object | null,
  total_price: '53.64',
  total_price_set: set('53.64'),
  total_tip_received: '2.00',
  original_total_duties_set: null as object | null,
  discount_codes: [
    { code: 'summer-30', amount: '3.00', type: 'fixed_amount' },
    { code: 'RG7K', amount: '1.50', type: 'fixed_amount' },
  ],
  discount_applications: [
    { type: 'discount_code', code: 'summer-30', target_type: 'line_item' },
    { type: 'automatic', title: 'Bundle', target_type: 'line_item' },
    { type: 'discount_code', code: 'RG7K', target_type: 'line_item' },
  ],
  line_items: [
    {
      id: { exact: LINE_ID },
      admin_graphql_api_id: `gid://shopify/LineItem/${LINE_ID}`,
      product_id: 788032119674292922n.toString() as string | null,
      price: '10.00',
      price_set: set('10.00'),
      quantity: 3,
      current_quantity: 2,
      gift_card: false,
      discount_allocations: [allocated('3.00', 0), allocated('0.50', 1), allocated('1.00', 2)],
      tax_lines: [
        { price: '2.00', price_set: set('2.00') },
        { price: '0.04', price_set: set('0.04') },
      ],
    },
    {
      id: 12,
      product_id: null,
      price: '19.99',
      price_set: set('19.99'),
      quantity: 1,
      current_quantity: 1,
      gift_card: true,
      discount_allocations: [],
      tax_lines: [],
    },
  ],
  shipping_lines: [
    { discounted_price: '7.00', discounted_price_set: set('7.00'), is_removed: false },
    { discounted_price: '4.00', discounted_price_set: set('4.00'), is_removed: true },
  ],
  refunds: [refund()],
});

/** Prints a payload; `{exact: digits}` becomes a bare integer with all its digits. */
export function payload(value: unknown): Uint8Array {
  const text = JSON.stringify(value).replace(/\{"exact":"(\d+)"\}/g, '$1');
  return new TextEncoder().encode(text);
}
