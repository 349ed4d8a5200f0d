/** The life of a next-order code, from the order that brings it to the one that uses it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Home } from '../../web/contract/merchant.ts';
import type { ApiFault } from '../../simulator/adminApi/faults.ts';
import { DAY, SHOP, START, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import {
  buyMugs,
  codeOf,
  mailsTo,
  newBuyer,
  refundAll,
  withNextOrder,
  worksAtCheckout,
} from './nextOrderWorld.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ program: withNextOrder(), backdate: START - 10 * DAY });
});
afterAll(() => world.stop());

const home = async () => (await world.api<Home>('GET', '/api/home')).body;

describe('an order that is paid', () => {
  test('brings one code, which works and is mailed once, in the buyer’s language', async () => {
    const english = newBuyer(world, { locale: 'en' });
    const persian = newBuyer(world, { locale: 'fa' });
    const order = await buyMugs(world, english.id);
    const code = await codeOf(world, order);
    expect(code).toMatchObject({ status: 'open' });
    expect(worksAtCheckout(world, code?.code ?? '')).toBe(true);
    const { nextOrderCodes } = await world.shopper(english.id).state();
    expect(nextOrderCodes).toMatchObject([{ code: code?.code, minimumMinor: 2000 }]);

    await buyMugs(world, persian.id);
    const [mail, ...more] = await mailsTo(world, english.email);
    expect(more).toEqual([]);
    expect(mail?.subject).toBe('For your next order at Northday: 10% off');
    expect(mail?.text).toContain(code?.code ?? 'none');
    expect(mail?.text).toMatch(/until the end of Tuesday 31 March\./);
    expect(mail?.headers['content-language']).toBe('en');
    const [translated] = await mailsTo(world, persian.email);
    expect(translated?.html).toContain('dir="rtl"');
    expect(translated?.text).toContain('۱۰٪ تخفیف');
    expect(translated?.text).toContain('سه‌شنبه ۱۱ فروردین ۱۴۰۵');
  });

  test('told in any order and any number of times still brings that one', async () => {
    const buyer = newBuyer(world);
    const order = await buyMugs(world, buyer.id);
    const before = await codeOf(world, order);
    const about = world.sim.webhooks.log().filter((d) => d.body.includes(order.id));
    for (const { webhookId } of about.toReversed()) world.sim.webhooks.redeliver(webhookId);
    await world.settle();
    expect(await codeOf(world, order)).toEqual(before);
    expect(await mailsTo(world, buyer.email)).toHaveLength(1);
  });

  test('brings nothing before it is paid, and its code as soon as it is', async () => {
    const buyer = newBuyer(world);
    const order = await buyMugs(world, buyer.id, { paid: false });
    expect(await codeOf(world, order)).toBeNull();
    await world.pass(60_000);
    world.sim.commerce.markPaid(SHOP, order.id);
    await world.settle();
    expect(await codeOf(world, order)).toMatchObject({ status: 'open' });
  });

  test('of a buyer whose address nobody knows brings a code, and no mail', async () => {
    const buyer = world.sim.commerce.createCustomer(SHOP, {
      email: null,
      phone: '+12075550142',
      firstName: 'No',
      lastName: 'Mail',
    });
    const order = await buyMugs(world, buyer.id);
    expect(await codeOf(world, order)).toMatchObject({ status: 'open', unmailed: 'noAddress' });
  });

  test('within the quiet days of the last code brings none', async () => {
    const buyer = newBuyer(world);
    await buyMugs(world, buyer.id);
    const second = await buyMugs(world, buyer.id);
    expect(await codeOf(world, second)).toBeNull();
    expect(await mailsTo(world, buyer.email)).toHaveLength(1);
  });

  test('but told of two days late brings nothing and sends nothing', async () => {
    const buyer = newBuyer(world);
    const order = await buyMugs(world, buyer.id, { placedAt: world.sim.clock.now() - 2 * DAY });
    const row = await codeOf(world, order);
    expect(row).toMatchObject({ status: 'late' });
    expect(worksAtCheckout(world, row?.code ?? '')).toBe(false);
    expect(await mailsTo(world, buyer.email)).toEqual([]);
  });
});

describe('afterwards', () => {
  test('the next order uses it: what it brought and cost is on Home, the first refunded or not', async () => {
    const buyer = newBuyer(world);
    const before = (await home()).nextOrders;
    const first = await buyMugs(world, buyer.id);
    const { code = '' } = (await codeOf(world, first)) ?? {};
    await world.pass(60_000);
    await buyMugs(world, buyer.id, { codes: [code] });
    expect(await codeOf(world, first)).toMatchObject({ status: 'used', cost_minor: '480' });
    refundAll(world, first);
    await world.settle();
    expect(await codeOf(world, first)).toMatchObject({ status: 'used', cost_minor: '480' });
    const after = (await home()).nextOrders;
    expect(after).toEqual({
      issued: (before?.issued ?? 0) + 1,
      used: (before?.used ?? 0) + 1,
      heldOut: before?.heldOut,
      salesMinor: (before?.salesMinor ?? 0) + 4320,
      costMinor: (before?.costMinor ?? 0) + 480,
      cashback: [],
    });
  });

  test('its order is refunded: it is withdrawn and dead; refunded in part it stays', async () => {
    const buyer = newBuyer(world);
    const order = await buyMugs(world, buyer.id);
    const { code = '' } = (await codeOf(world, order)) ?? {};
    await world.pass(60_000);
    world.sim.commerce.refund(SHOP, {
      orderId: order.id,
      lines: [{ lineId: order.lines[0]?.id ?? '', quantity: 1 }],
      shipping: false,
    });
    await world.settle();
    expect(await codeOf(world, order)).toMatchObject({ status: 'open' });
    expect(worksAtCheckout(world, code)).toBe(true);
    await world.pass(60_000);
    world.sim.commerce.cancel(SHOP, order.id, { refund: true });
    await world.settle();
    expect(await codeOf(world, order)).toMatchObject({ status: 'withdrawn' });
    expect(worksAtCheckout(world, code)).toBe(false);
    expect((await world.shopper(buyer.id).state()).nextOrderCodes).toEqual([]);
  });

  test('used before the shop’s word of the refund reached us, it is honoured and reported', async () => {
    const buyer = newBuyer(world);
    const first = await buyMugs(world, buyer.id);
    const { code = '' } = (await codeOf(world, first)) ?? {};
    await world.pass(60_000);
    world.sim.webhooks.faults([{ mode: 'drop' }]);
    const seen = new Set(world.sim.webhooks.log().map((d) => d.webhookId));
    refundAll(world, first);
    const second = await buyMugs(world, buyer.id, { codes: [code] });
    world.sim.webhooks.faults([]);
    const lost = world.sim.webhooks.log().filter((d) => !seen.has(d.webhookId));
    const about = (id: string) => lost.filter((d) => d.body.includes(id));
    for (const { webhookId } of about(first.id)) world.sim.webhooks.redeliver(webhookId);
    await world.settle();
    expect(['used', 'closing']).toContain((await codeOf(world, first))?.status);
    for (const { webhookId } of about(second.id)) world.sim.webhooks.redeliver(webhookId);
    await world.settle();
    expect(await codeOf(world, first)).toMatchObject({ status: 'used', cost_minor: '480' });
  });

  test('the platform fails in every way while the code is made: in the end there is one', async () => {
    const modes: ApiFault['mode'][] = ['timeoutBefore', 'timeoutAfter', '500', 'throttled'];
    for (const mode of modes) {
      const buyer = newBuyer(world);
      world.sim.api.faults([{ field: 'discountRedeemCodeBulkAdd', mode, times: 1 }]);
      const order = await world.impatient(() => buyMugs(world, buyer.id));
      world.sim.api.faults([]);
      await world.pass(3_600_000);
      const row = await codeOf(world, order);
      expect({ mode, status: row?.status }).toEqual({ mode, status: 'open' });
      expect(worksAtCheckout(world, row?.code ?? '')).toBe(true);
      expect(await mailsTo(world, buyer.email)).toHaveLength(1);
    }
  });

  test('the platform fails in every way while it is withdrawn: in the end it is dead', async () => {
    const modes: ApiFault['mode'][] = ['timeoutBefore', 'timeoutAfter', '500', 'throttled'];
    for (const mode of modes) {
      const order = await buyMugs(world, newBuyer(world).id);
      await world.pass(60_000);
      world.sim.api.faults([{ field: 'discountCodeRedeemCodeBulkDelete', mode, times: 1 }]);
      refundAll(world, order);
      await world.impatient(world.settle);
      world.sim.api.faults([]);
      await world.pass(3_600_000);
      const row = await codeOf(world, order);
      expect({ mode, status: row?.status }).toEqual({ mode, status: 'withdrawn' });
      expect(worksAtCheckout(world, row?.code ?? '')).toBe(false);
    }
  });

  test('withdrawn while its making is in doubt, it is dead in the end', async () => {
    const buyer = newBuyer(world);
    world.sim.api.faults([{ field: 'discountRedeemCodeBulkAdd', mode: 'timeoutAfter', times: 1 }]);
    const order = await world.impatient(() => buyMugs(world, buyer.id));
    world.sim.api.faults([]);
    world.sim.clock.advance(60_000);
    refundAll(world, order);
    await world.settle();
    await world.pass(3_600_000);
    const row = await codeOf(world, order);
    expect(row).toMatchObject({ status: 'withdrawn' });
    expect(worksAtCheckout(world, row?.code ?? '')).toBe(false);
    expect(await mailsTo(world, buyer.email)).toEqual([]);
  });
});

test('unused, it is reminded of 7 and 2 days before its last day, and ends by itself', async () => {
  const buyer = newBuyer(world, { locale: 'en' });
  const order = await buyMugs(world, buyer.id);
  const row = await codeOf(world, order);
  const end = row?.ends_at.getTime() ?? 0;
  const subjects = async () => (await mailsTo(world, buyer.email)).map(({ subject }) => subject);
  const until = async (ms: number) => world.pass(ms - world.sim.clock.now());
  await until(end - 7.7 * DAY);
  expect(await subjects()).toHaveLength(1);
  await until(end - 7.5 * DAY);
  expect((await subjects()).slice(1)).toEqual(['7 days left: 10% off at Northday']);
  await until(end - 2.5 * DAY);
  const both = ['7 days left: 10% off at Northday', '2 days left: 10% off at Northday'];
  expect((await subjects()).slice(1)).toEqual(both);
  expect(worksAtCheckout(world, row?.code ?? '')).toBe(true);
  await until(end + 1000);
  expect(await codeOf(world, order)).toMatchObject({ status: 'lapsed' });
  expect(worksAtCheckout(world, row?.code ?? '')).toBe(false);
  expect(await subjects()).toHaveLength(3);
});

test('and the books of all of them are sound', () => expectSoundBooks(world));
