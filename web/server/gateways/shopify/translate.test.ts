import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS, sample } from './messageFixture.ts';
import { LINE_ID, order, ORDER_ID, payload, REFUND_ID, set } from './orderFixture.ts';
import { translate } from './translate.ts';

const AT = Date.parse('2026-07-03T14:00:02Z');

const read = (topic: string, body: unknown) => translate(topic, payload(body), AT);

describe('orders', () => {
  const snapshot = (change: object = {}) => {
    const translated = read('orders/updated', { ...order(), ...change });
    if (translated.kind !== 'order') throw new Error(JSON.stringify(translated));
    return translated.snapshot;
  };

  it('become facts', () => {
    expect(snapshot()).toEqual({
      platformOrderId: ORDER_ID,
      updatedAt: Date.parse('2026-07-03T14:00:01Z'),
      triggeredAt: AT,
      asked: false,
      name: '#1058',
      currency: 'USD',
      placedAt: Date.parse('2026-07-01T14:00:00Z'),
      cancelledAt: null,
      test: false,
      paid: true,
      refunded: false,
      source: 'web',
      taxesIncluded: false,
      buyer: { customerId: '115310627314723954', email: 'ana@example.com', phone: null },
      lines: [
        {
          id: LINE_ID,
          productId: '788032119674292922',
          priceMinor: 1000,
          quantity: 3,
          currentQuantity: 2,
          discounts: [
            { code: null, amountMinor: 50 },
            { code: 'RG7K', amountMinor: 100 },
            { code: 'SUMMER-30', amountMinor: 300 },
          ],
          taxMinor: 204,
          giftCard: false,
        },
        {
          id: '12',
          productId: null,
          priceMinor: 1999,
          quantity: 1,
          currentQuantity: 1,
          discounts: [],
          taxMinor: 0,
          giftCard: true,
        },
      ],
      shippingMinor: 700,
      tipMinor: 200,
      dutiesMinor: 0,
      totalMinor: 5364,
      referredBy: null,
      codes: ['RG7K', 'SUMMER-30'],
      refunds: [
        {
          id: REFUND_ID,
          createdAt: Date.parse('2026-07-03T14:00:00Z'),
          lines: [{ lineId: LINE_ID, quantity: 1, subtotalMinor: 850, taxMinor: 68 }],
          shippingMinor: 756,
          dutiesMinor: 0,
          moneyMinor: 2174,
        },
      ],
    });
  });

  it.each([
    [{ financial_status: 'pending' }, { paid: false, refunded: false }],
    [{ financial_status: 'partially_paid' }, { paid: false, refunded: false }],
    [{ financial_status: 'paid' }, { paid: true, refunded: false }],
    [{ financial_status: 'refunded' }, { paid: true, refunded: true }],
    [{ financial_status: 'voided' }, { paid: false, refunded: false }],
    [{ financial_status: null }, { paid: false, refunded: false }],
    [{ source_name: 'pos' }, { source: 'pos' }],
    [{ source_name: 'shopify_draft_order' }, { source: 'draft' }],
    [{ source_name: '580111' }, { source: '580111' }],
    [{ source_name: null }, { source: 'web' }],
    [{ customer: null }, { buyer: { customerId: null, email: 'ana@example.com', phone: null } }],
    [
      { customer: null, email: null, phone: '+15550100' },
      { buyer: { customerId: null, email: null, phone: '+15550100' } },
    ],
    [{ processed_at: null }, { placedAt: Date.parse('2026-07-01T14:00:05Z') }],
    [{ cancelled_at: '2026-07-02T00:00:00Z' }, { cancelledAt: Date.parse('2026-07-02T00:00:00Z') }],
    [{ test: true }, { test: true }],
    [
      {
        presentment_currency: 'ZZZ',
        total_price_set: {
          shop_money: { amount: '53.64', currency_code: 'USD' },
          presentment_money: { amount: '1.23456', currency_code: 'ZZZ' },
        },
      },
      { totalMinor: 5364 },
    ],
    [{ original_total_duties_set: set('3.21') }, { dutiesMinor: 321 }],
    [{ total_price_set: null }, { totalMinor: 5364 }],
    [
      { line_items: [], refunds: [], shipping_lines: [] },
      { lines: [], shippingMinor: 0 },
    ],
  ])('%j gives %j', (change, facts) => {
    expect(snapshot(change)).toMatchObject(facts);
  });

  it.each([
    ['JPY', '7000', 7000],
    ['JPY', '7000.00', 7000],
    ['KWD', '1.250', 1250],
    ['IRR', '2500000', 2500000],
  ])('counts %s %s as %i', (currency, amount, minor) => {
    const money = set(amount, currency);
    const small = { line_items: [], refunds: [], shipping_lines: [], total_tip_received: '0' };
    expect(snapshot({ ...small, currency, total_price_set: money }).totalMinor).toBe(minor);
  });

  it.each([
    [{ total_price_set: set('1.234') }, 'total: tooManyDecimals'],
    [{ total_price_set: set('99999999999999999.00') }, 'total: notANumber'],
    [{ total_price_set: set('9999999999999999.00') }, 'total: tooLarge'],
    [{ total_price_set: set('1,5') }, 'total: notANumber'],
    [{ total_price_set: set('5.00', 'EUR') }, 'total: wrongCurrency'],
    [{ currency: 'XXX' }, 'shipping: wrongCurrency'],
    [{ created_at: 'yesterday' }, 'created_at: invalid_format'],
    [{ admin_graphql_api_id: 'gid://shopify/Customer/1' }, 'not the id of a Order'],
    [{ line_items: undefined }, 'line_items: invalid_type'],
    [{ id: 'ana@example.com' }, 'id: invalid_format'],
  ])('%j is unreadable: %s', (change, reason) => {
    expect(read('orders/paid', { ...order(), ...change })).toEqual({ kind: 'unreadable', reason });
  });

  it('never throws and never repeats what the body says, whatever is in it', () => {
    const paths = Object.keys(order());
    const said = () =>
      fc.assert(
        fc.property(
          fc.constantFrom(...paths),
          fc.oneof(
            fc.jsonValue(),
            fc.constant('ana.secret@example.com'),
            fc.constant([{ code: 'ana.secret' }]),
          ),
          fc.constantFrom(...Object.keys(KINDS)),
          (path, value, topic) => {
            const translated = read(topic, { ...order(), [path]: value });
            return translated.kind !== 'unreadable' || !/ana/i.test(translated.reason);
          },
        ),
        { numRuns: 2000 },
      );
    expect(said).not.toThrow();
  });
});

describe('people', () => {
  it('customers/update', () => {
    expect(read('customers/update', sample('customers/update'))).toEqual({
      kind: 'customer',
      customer: {
        customerId: '706405506930370084',
        emailVerified: true,
        email: 'bob@biller.com',
        phone: null,
        firstName: 'Bob',
        lastName: 'Biller',
        locale: null,
        updatedAt: Date.parse('2022-01-01T00:00:00Z'),
      },
      joinedAt: null,
    });
  });

  it.each(['customers/create', 'customers/update'])(
    '%s of an account that is enabled tells when it was made',
    (topic) => {
      const enabled = { ...sample(topic), state: 'enabled', created_at: '2026-02-03T04:05:06Z' };
      expect(read(topic, enabled)).toMatchObject({ joinedAt: Date.parse('2026-02-03T04:05:06Z') });
      expect(read(topic, { ...enabled, state: 'invited' })).toMatchObject({ joinedAt: null });
    },
  );

  it.each([
    ['subscribed', true],
    ['pending', false],
    ['unsubscribed', false],
  ])('consent to mails, %s', (state, subscribed) => {
    const topic = 'customers_email_marketing_consent/update';
    const consent_updated_at = '2026-02-03T04:05:06Z';
    const told = { ...sample(topic), email_marketing_consent: { state, consent_updated_at } };
    expect(read(topic, told)).toMatchObject({
      kind: 'consent',
      subscribed,
      customer: { updatedAt: Date.parse(consent_updated_at) },
    });
  });

  it('customers/update of somebody who may have typed another’s address', () => {
    const customer = { ...sample('customers/update'), verified_email: false };
    expect(read('customers/update', customer)).toMatchObject({
      customer: { emailVerified: false },
    });
  });

  it.each([
    ['completed', { kind: 'merge', keptId: '1', deletedId: '2' }],
    ['COMPLETED', { kind: 'merge', keptId: '1', deletedId: '2' }],
    ['in_progress', { kind: 'nothing' }],
    ['failed', { kind: 'nothing' }],
  ])('customers/merge, %s', (status, meaning) => {
    const merge = { ...sample('customers/merge'), status };
    expect(read('customers/merge', merge)).toEqual(meaning);
  });

  it('customers/merge of a customer with themselves is nothing, of no customer unreadable', () => {
    const merge = { ...sample('customers/merge'), status: 'completed' };
    const of = (gid: string) => ({ ...merge, admin_graphql_api_customer_deleted_id: gid });
    expect(read('customers/merge', of('gid://shopify/Customer/1'))).toEqual({ kind: 'nothing' });
    expect(read('customers/merge', of('gid://shopify/Order/2'))).toEqual({
      kind: 'unreadable',
      reason: 'not the id of a Customer',
    });
  });

  it('customers/redact', () => {
    expect(read('customers/redact', sample('customers/redact'))).toEqual({
      kind: 'eraseCustomer',
      person: { customerId: '191167', email: 'john@example.com', phone: '555-625-1199' },
      orderIds: ['299938', '280263', '220458'],
    });
  });
});

describe('disputes', () => {
  it('mean that their order is to be asked for', () => {
    const body = { ...sample('disputes/update'), order_id: 5001 };
    expect(read('disputes/update', body)).toEqual({ kind: 'askOrder', platformOrderId: '5001' });
  });

  it('about no order mean nothing', () => {
    const body = { ...sample('disputes/create'), order_id: null };
    expect(read('disputes/create', body)).toEqual({ kind: 'nothing' });
  });
});

describe('what is no message', () => {
  it.each([
    ['', 'not JSON'],
    ['{"id":', 'not JSON'],
    ['null', 'body: invalid_type'],
    ['[]', 'body: invalid_type'],
    ['"text"', 'body: invalid_type'],
    ['['.repeat(100_000), 'not JSON'],
  ])('%.20s is unreadable', (text, reason) => {
    const body = new TextEncoder().encode(text);
    expect(translate('orders/paid', body, AT)).toEqual({ kind: 'unreadable', reason });
  });

  it('knows no other topics', () => {
    const unknown = { kind: 'unreadable', reason: 'unknown topic' };
    expect(read('carts/create', {})).toEqual(unknown);
    expect(read('__proto__', {})).toEqual(unknown);
  });
});
