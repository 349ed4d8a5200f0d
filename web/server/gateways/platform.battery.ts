/**
 * The promise of the platform port in executable form: every implementation runs this suite against
 * a real shop (or a simulated one, over the wire). It knows no platform; a `BatteryWorld` does.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OrderSnapshot } from '../domain/orderFacts.ts';
import type { CodeTerms, Platform, ShopCall, ShopToken } from './platform.ts';

/** A webhook as it came over the wire. */
export type Message = { body: Uint8Array; headers: Record<string, string> };

export type OrderWish = {
  lines: readonly { product: 'plain' | 'other' | 'giftCard'; quantity: number }[];
  buyer?: 'customer' | 'guest' | 'guestByPhone' | 'nobody';
  source?: 'web' | 'pos' | 'draft';
  paid?: boolean;
  test?: boolean;
  tipMinor?: number;
  codes?: readonly string[];
};

export type FaultMode = 'timeoutBefore' | 'timeoutAfter' | 'throttled' | '500' | 'userError';
export type FaultyVerb = 'ensureParent' | 'addCodes' | 'findCode' | 'deleteCode' | 'token';

export type BatteryWorld = {
  platform: Platform;
  /** The same platform, configured with another app's key and secret. */
  otherApp: Platform;
  now(): number;
  shopDomain: string;
  currency: string;
  customerId: string;
  merchantToken(): string;
  /** The query of a call by a shopper, or by nobody. */
  shopperQuery(customerId: string | null, own?: Record<string, string>): string;
  order(wish: OrderWish): Promise<{ orderId: string; lineIds: readonly string[] }>;
  markPaid(orderId: string): Promise<void>;
  refund(
    orderId: string,
    what: {
      lines?: readonly { lineId: string; quantity: number }[];
      shipping?: boolean;
      amountMinor?: number;
    },
  ): Promise<void>;
  edit(orderId: string, lineId: string, quantity: number): Promise<void>;
  cancel(orderId: string, refund: boolean): Promise<void>;
  changeCustomer(): Promise<void>;
  uninstall(): Promise<void>;
  /** All webhooks so far, oldest first, once none is due any more. */
  messages(): Promise<readonly Message[]>;
  /** The stored text of a card; null if none. */
  card(owner: 'club' | 'shopper'): string | null;
  fault(verb: FaultyVerb, mode: FaultMode): void;
  stop(): Promise<void>;
};

type Make = () => Promise<BatteryWorld>;

const DEADLINE_MS = 5000;
/** Short, for calls that are never answered; far above what any answered call takes. */
const SHORT_MS = 700;

const lastOrder = async (world: BatteryWorld, orderId: string): Promise<OrderSnapshot> => {
  const found = (await world.messages()).map((message) => readMessage(world, message));
  const snapshots = found.flatMap((read) => (read.kind === 'order' ? [read.snapshot] : []));
  const own = snapshots.filter((snapshot) => snapshot.platformOrderId === orderId);
  const last = own.toSorted((a, b) => a.triggeredAt - b.triggeredAt).at(-1);
  if (!last) throw new Error(`no message about order ${orderId}`);
  return last;
};

function readMessage(world: BatteryWorld, { body, headers }: Message) {
  const claim = world.platform.verifyWebhook(body, headers);
  if (!claim.ok) throw new Error(`not verified: ${claim.reason}`);
  return world.platform.translate(claim.topic, body, claim.triggeredAt);
}

/** The facts alone, as text: what was triggered when, and by whom, is not the order's. */
const factsText = (snapshot: OrderSnapshot): string =>
  JSON.stringify({ ...snapshot, triggeredAt: 0, asked: false });

/** Runs the whole suite. `make` gives a fresh world each time. */
export function platformBattery(name: string, make: Make): void {
  describe(`${name} keeps the promise of a platform`, () => {
    describe('proofs', () => proofs(make));
    describe('tokens', () => tokens(make));
    describe('orders', () => orders(make));
    describe('people and leaving', () => people(make));
    describe('codes', () => codes(make));
    describe('cards', () => cards(make));
    describe('faults', () => faults(make));
  });
}

/** One world for the tests of a part, with a call that is already authorised. */
function shared(make: Make) {
  let world: BatteryWorld;
  let token: ShopToken;
  beforeAll(async () => {
    world = await make();
    const { shopDomain } = world;
    const sessionToken = world.merchantToken();
    const wanted = { shopDomain, sessionToken, deadlineMs: DEADLINE_MS };
    const answer = await world.platform.exchangeToken(wanted, world.now());
    if (!answer.ok) throw new Error(`no token: ${answer.failure.reason}`);
    token = answer.token;
  }, 60_000);
  afterAll(() => world?.stop(), 60_000);
  return {
    world: () => world,
    token: () => token,
    call: (deadlineMs = DEADLINE_MS): ShopCall => ({
      shopDomain: world.shopDomain,
      accessToken: token.accessToken,
      deadlineMs,
    }),
  };
}

function proofs(make: Make): void {
  const { world } = shared(make);
  const refused = { ok: false };

  it('knows its own webhooks, and no changed, forged or bare ones', async () => {
    await world().order({ lines: [{ product: 'plain', quantity: 1 }] });
    const [message] = await world().messages();
    if (!message) throw new Error('no webhook came');
    const { body, headers } = message;
    const { platform, otherApp, shopDomain } = world();
    expect(platform.verifyWebhook(body, headers)).toMatchObject({ ok: true, shopDomain });
    expect(otherApp.verifyWebhook(body, headers)).toMatchObject(refused);
    expect(platform.verifyWebhook(body, {})).toMatchObject(refused);
    for (const at of [0, body.length >> 1, body.length - 1]) {
      const changed = Uint8Array.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(platform.verifyWebhook(changed, headers)).toMatchObject(refused);
    }
    const shouted = Object.entries(headers).map(([key, value]) => [key.toUpperCase(), value]);
    expect(platform.verifyWebhook(body, Object.fromEntries(shouted))).toMatchObject({ ok: true });
  });

  it('knows the shopper of a call, and nobody', () => {
    const { platform, otherApp, shopDomain, customerId, now } = world();
    const known = world().shopperQuery(customerId, { locale: 'fa', before: 'a b+c&d=é' });
    const at = now();
    expect(platform.verifyShopperCall(known, at)).toEqual({ ok: true, shopDomain, customerId });
    const nobody = world().shopperQuery(null);
    const call = { ok: true, shopDomain, customerId: null };
    expect(platform.verifyShopperCall(nobody, at)).toEqual(call);
    expect(otherApp.verifyShopperCall(known, at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(known.replace(customerId, '1'), at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(`${known}&admin=1`, at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(`${known}&${known}`, at)).toMatchObject(refused);
    expect(platform.verifyShopperCall(known, at + 92_000)).toMatchObject(refused);
    expect(platform.verifyShopperCall(known, at - 92_000)).toMatchObject(refused);
    expect(platform.verifyShopperCall('', at)).toMatchObject(refused);
  });

  it('knows the merchant for a minute', () => {
    const { platform, otherApp, shopDomain, now } = world();
    const token = world().merchantToken();
    const at = now();
    expect(platform.verifyMerchantToken(token, at)).toMatchObject({ ok: true, shopDomain });
    expect(otherApp.verifyMerchantToken(token, at)).toMatchObject(refused);
    expect(platform.verifyMerchantToken(token, at + 72_000)).toMatchObject(refused);
    expect(platform.verifyMerchantToken(token, at - 12_000)).toMatchObject(refused);
    expect(platform.verifyMerchantToken(`${token}x`, at)).toMatchObject(refused);
    const [, claims] = token.split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(platform.verifyMerchantToken(`${none}.${claims}.`, at)).toMatchObject(refused);
  });
}

function tokens(make: Make): void {
  const { world, token } = shared(make);
  const call = () => ({ shopDomain: world().shopDomain, deadlineMs: DEADLINE_MS });

  it('expire in the future and are renewed as a pair', async () => {
    const { platform, now } = world();
    expect(token().accessExpiresAt).toBeGreaterThan(now());
    expect(token().refreshExpiresAt).toBeGreaterThan(token().accessExpiresAt);
    const { refreshToken } = token();
    const renewed = await platform.refreshToken({ ...call(), refreshToken }, now());
    if (!renewed.ok) throw new Error(renewed.failure.reason);
    expect(renewed.token.accessToken).not.toBe(token().accessToken);
    const { shopDomain } = world();
    const { accessToken } = renewed.token;
    const deadlineMs = DEADLINE_MS;
    const profile = await platform.shopProfile({ shopDomain, accessToken, deadlineMs });
    expect(profile).toMatchObject({
      ok: true,
      profile: { domain: shopDomain, currency: world().currency },
    });
  });

  it('are refused for good to what is no token', async () => {
    const { platform, now } = world();
    const failure = { kind: 'refused' };
    const refreshed = await platform.refreshToken({ ...call(), refreshToken: 'x' }, now());
    expect(refreshed).toMatchObject({ ok: false, failure });
    const exchanged = await platform.exchangeToken({ ...call(), sessionToken: 'a.b.c' }, now());
    expect(exchanged).toMatchObject({ ok: false, failure });
    const { shopDomain } = world();
    const stranger = { shopDomain, accessToken: 'x', deadlineMs: DEADLINE_MS };
    expect(await platform.shopProfile(stranger)).toMatchObject({ ok: false, failure });
  });
}

const ONE = [{ product: 'plain', quantity: 1 }] as const;
const THREE = [
  { product: 'plain', quantity: 3 },
  { product: 'other', quantity: 1 },
] as const;

type Story = [what: string, live: (world: BatteryWorld) => Promise<string>];

/** An order of `wish`, and what happens to it afterwards. */
const story =
  (
    wish: OrderWish,
    then?: (world: BatteryWorld, orderId: string, lineIds: readonly string[]) => Promise<void>,
  ): Story[1] =>
  async (world) => {
    const { orderId, lineIds } = await world.order(wish);
    await then?.(world, orderId, lineIds);
    return orderId;
  };

const line = (lineIds: readonly string[], at: number, quantity: number) => ({
  lineId: lineIds[at] ?? '',
  quantity,
});

const STORIES: readonly Story[] = [
  ['a customer', story({ lines: THREE })],
  ['a guest with an email', story({ lines: ONE, buyer: 'guest' })],
  ['a guest with a phone', story({ lines: ONE, buyer: 'guestByPhone' })],
  ['nobody at the till', story({ lines: ONE, buyer: 'nobody', source: 'pos' })],
  ['a draft order', story({ lines: ONE, source: 'draft' })],
  ['a test order', story({ lines: ONE, test: true })],
  ['a gift card bought', story({ lines: [...ONE, { product: 'giftCard', quantity: 1 }] })],
  ['a tip', story({ lines: ONE, tipMinor: 300 })],
  ['not paid yet', story({ lines: ONE, paid: false })],
  ['paid later', story({ lines: ONE, paid: false }, (world, id) => world.markPaid(id))],
  [
    'a line removed by an edit',
    story({ lines: THREE }, (world, id, ids) => world.edit(id, ids[1] ?? '', 0)),
  ],
  [
    'a refund by line',
    story({ lines: THREE }, (world, id, ids) => world.refund(id, { lines: [line(ids, 0, 1)] })),
  ],
  ['a goodwill refund', story({ lines: THREE }, (w, id) => w.refund(id, { amountMinor: 500 }))],
  [
    'a refund of shipping alone',
    story({ lines: ONE }, (world, id) => world.refund(id, { shipping: true })),
  ],
  [
    'three refunds, one less a restocking fee',
    story({ lines: THREE }, async (world, id, ids) => {
      await world.refund(id, { lines: [line(ids, 0, 1)], amountMinor: 100 });
      await world.refund(id, { lines: [line(ids, 0, 1), line(ids, 1, 1)] });
      await world.refund(id, { lines: [line(ids, 0, 1)], shipping: true });
    }),
  ],
  ['cancelled, money kept', story({ lines: ONE }, (world, id) => world.cancel(id, false))],
  ['cancelled and refunded', story({ lines: THREE }, (world, id) => world.cancel(id, true))],
];

const TEN_OFF = (currency: string): CodeTerms => ({
  value: { kind: 'percentOff', basisPoints: 1000 },
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  currency,
});

function orders(make: Make): void {
  const { world, call } = shared(make);

  /** The message and the answer give the same facts; so does every refund by itself. */
  async function agree(orderId: string): Promise<OrderSnapshot> {
    const told = await lastOrder(world(), orderId);
    const answer = await world().platform.fetchOrder(call(), orderId);
    if (!answer.ok || !answer.snapshot) throw new Error(JSON.stringify(answer));
    expect(answer.snapshot.asked).toBe(true);
    expect(factsText(answer.snapshot)).toBe(factsText(told));
    const alone = (await world().messages())
      .map((message) => readMessage(world(), message))
      .flatMap((read) =>
        read.kind === 'refund' && read.platformOrderId === orderId ? [read.refund] : [],
      );
    const inside = new Map(told.refunds.map((refund) => [refund.id, refund]));
    expect(new Set(alone.map((refund) => refund.id))).toEqual(new Set(inside.keys()));
    for (const refund of alone) expect(refund).toEqual(inside.get(refund.id));
    return told;
  }

  it.each(STORIES)('messages and answers agree about %s', async (_, live) => {
    await agree(await live(world()));
  });

  it('messages and answers agree about two codes, and which took what', async () => {
    const { platform, currency } = world();
    const terms = TEN_OFF(currency);
    const order = await platform.ensureParent(call(), 'BATTERY-ORDERS', 'Orders', terms);
    if (!order.ok) throw new Error(order.failure.reason);
    const shipping: CodeTerms = {
      ...terms,
      value: { kind: 'freeShipping' },
      combinesWith: { order: true, product: true, shipping: false },
    };
    const free = await platform.ensureParent(call(), 'BATTERY-SHIP', 'Shipping', shipping);
    if (!free.ok) throw new Error(free.failure.reason);
    await platform.addCodes(call(), order.parentId, ['TENOFF1']);
    await platform.addCodes(call(), free.parentId, ['FREESHIP1']);
    const placed = await world().order({ lines: THREE, codes: ['tenoff1', 'FREESHIP1'] });
    const told = await agree(placed.orderId);
    expect(told.codes).toEqual(['FREESHIP1', 'TENOFF1']);
    expect(told.shippingMinor).toBe(0);
    for (const each of told.lines) {
      expect(each.discounts.map(({ code }) => code)).toEqual(['TENOFF1']);
    }
    const given = told.lines.flatMap((each) => each.discounts.map((d) => d.amountMinor));
    const gross = told.lines.reduce((sum, each) => sum + each.priceMinor * each.quantity, 0);
    expect(given.reduce((a, b) => a + b, 0)).toBe(Math.round(gross / 10));
    await world().refund(placed.orderId, { lines: [line(placed.lineIds, 0, 2)] });
    await agree(placed.orderId);
  });

  it('messages and answers agree about an order of sixty lines', async () => {
    const lines = Array.from({ length: 60 }, (_, n) => ({
      product: n % 2 ? ('plain' as const) : ('other' as const),
      quantity: 1,
    }));
    const { orderId } = await world().order({ lines });
    await agree(orderId);
  });

  it('answers nothing for an order that is not there', async () => {
    const answer = await world().platform.fetchOrder(call(), '999999999999999999');
    expect(answer).toEqual({ ok: true, snapshot: null });
  });
}

function people(make: Make): void {
  const { world } = shared(make);
  const kinds = async () =>
    (await world().messages()).map((message) => readMessage(world(), message));

  it('tells customers, and the end', async () => {
    await world().changeCustomer();
    const { customerId } = world();
    expect(await kinds()).toContainEqual(
      expect.objectContaining({
        kind: 'customer',
        customer: expect.objectContaining({ customerId }) as unknown,
      }),
    );
    await world().uninstall();
    expect((await kinds()).at(-1)).toMatchObject({ kind: 'uninstalled' });
  });
}

const AMOUNT_OFF = (currency: string): CodeTerms => ({
  value: { kind: 'amountOff', amountMinor: 500 },
  minimumMinor: 2500,
  combinesWith: { order: false, product: true, shipping: true },
  currency,
});
const FREE_SHIPPING = (currency: string): CodeTerms => ({
  value: { kind: 'freeShipping' },
  minimumMinor: 0,
  combinesWith: { order: true, product: true, shipping: true },
  currency,
});

function codes(make: Make): void {
  const { world, call } = shared(make);
  const parent = async (parentCode: string, terms = TEN_OFF(world().currency)) => {
    const made = await world().platform.ensureParent(call(), parentCode, 'Reward', terms);
    if (!made.ok) throw new Error(made.failure.reason);
    return made.parentId;
  };
  const find = async (code: string) => {
    const found = await world().platform.findCode(call(), code);
    if (!found.ok) throw new Error(found.failure.reason);
    return found.code;
  };

  it.each([
    ['an amount off', AMOUNT_OFF],
    ['a percentage off', TEN_OFF],
    ['free shipping', FREE_SHIPPING],
  ])('makes one parent of %s however often it is asked', async (what, terms) => {
    const code = `PARENT-${what.length}`;
    const parentId = await parent(code, terms(world().currency));
    expect(await parent(code, terms(world().currency))).toBe(parentId);
  });

  it('refuses a parent code that stands for other terms', async () => {
    const { platform, currency } = world();
    await parent('PARENT-X');
    const other = await platform.ensureParent(call(), 'PARENT-X', 'Reward', AMOUNT_OFF(currency));
    expect(other).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it('adds codes, says which were taken, and finds them in any spelling', async () => {
    const parentId = await parent('PARENT-ADD');
    const { platform } = world();
    expect(await platform.addCodes(call(), parentId, ['ADD1', 'ADD2'])).toEqual({
      ok: true,
      outcomes: new Map([
        ['ADD1', 'added'],
        ['ADD2', 'added'],
      ]),
    });
    expect(await platform.addCodes(call(), parentId, ['ADD2', 'ADD3'])).toEqual({
      ok: true,
      outcomes: new Map([
        ['ADD2', 'taken'],
        ['ADD3', 'added'],
      ]),
    });
    expect(await find('ADD1')).toEqual({ state: 'alive', parentId });
    expect(await find('add3')).toEqual({ state: 'alive', parentId });
    expect(await find('ADD4')).toEqual({ state: 'absent' });
  });

  it('adds 250 at once and tells one from another', async () => {
    const parentId = await parent('PARENT-BULK');
    const many = Array.from({ length: 250 }, (_, n) => `BULK${String(n).padStart(3, '0')}`);
    const added = await world().platform.addCodes(call(30_000), parentId, many);
    expect(added).toEqual({ ok: true, outcomes: new Map(many.map((code) => [code, 'added'])) });
    expect(await find('BULK249')).toEqual({ state: 'alive', parentId });
  }, 40_000);

  it('sees that a code was used, and that its sister was not', async () => {
    const parentId = await parent('PARENT-USE');
    const { platform } = world();
    await platform.addCodes(call(), parentId, ['USE1', 'USE2']);
    await world().order({ lines: THREE, codes: ['USE1'] });
    expect(await find('USE1')).toEqual({ state: 'used', parentId });
    expect(await find('USE2')).toEqual({ state: 'alive', parentId });
    expect(await platform.deleteCode(call(), parentId, 'USE1')).toEqual({
      ok: true,
      deleted: false,
    });
    expect(await find('USE1')).toEqual({ state: 'used', parentId });
  });

  it('deletes a code for good, and only that', async () => {
    const parentId = await parent('PARENT-DEL');
    const { platform } = world();
    await platform.addCodes(call(), parentId, ['DEL1', 'DEL2']);
    const gone = { ok: true, deleted: true };
    expect(await platform.deleteCode(call(), parentId, 'DEL1')).toEqual(gone);
    expect(await find('DEL1')).toEqual({ state: 'absent' });
    expect(await find('DEL2')).toEqual({ state: 'alive', parentId });
    expect(await platform.deleteCode(call(), parentId, 'DEL1')).toEqual(gone);
    const elsewhere = await platform.deleteCode(call(), await parent('PARENT-DEL2'), 'DEL2');
    expect(elsewhere).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it('ends a parent, more than once if need be', async () => {
    const parentId = await parent('PARENT-END');
    const { platform } = world();
    expect(await platform.endParent(call(), parentId)).toEqual({ ok: true });
    expect(await platform.endParent(call(), parentId)).toEqual({ ok: true });
  });
}

function cards(make: Make): void {
  const { world, call } = shared(make);

  it('prepares the shop any number of times', async () => {
    expect(await world().platform.prepareShop(call())).toEqual({ ok: true });
    expect(await world().platform.prepareShop(call())).toEqual({ ok: true });
  });

  it('writes cards, and names the ones it will never take', async () => {
    const { platform, customerId } = world();
    const club = { owner: 'club', json: '{"name":"باشگاه"}' } as const;
    const shopper = { owner: 'shopper', customerId, json: '{"available":620}' } as const;
    const gone = { ...shopper, customerId: '999999999999999999' };
    const written = await platform.writeCards(call(), [club, gone, shopper]);
    expect(written).toEqual({ ok: true, refused: [1] });
    expect(JSON.parse(world().card('club') ?? 'null')).toEqual({ name: 'باشگاه' });
    expect(JSON.parse(world().card('shopper') ?? 'null')).toEqual({ available: 620 });
    const later = { ...shopper, json: '{"available":120}' };
    expect(await platform.writeCards(call(), [later])).toEqual({ ok: true, refused: [] });
    expect(JSON.parse(world().card('shopper') ?? 'null')).toEqual({ available: 120 });
  });
}

function faults(make: Make): void {
  const { world, call } = shared(make);
  const later = { ok: false, failure: { kind: 'later' } };
  const unclear = { ok: false, failure: { kind: 'unclear' } };
  const refused = { ok: false, failure: { kind: 'refused' } };

  async function parent(code: string): Promise<string> {
    const terms = TEN_OFF(world().currency);
    const made = await world().platform.ensureParent(call(), code, 'Reward', terms);
    if (!made.ok) throw new Error(made.failure.reason);
    return made.parentId;
  }
  /** Waits for an effect that comes by itself after the call was given up. */
  const stateOf = async (code: string): Promise<string | undefined> => {
    const found = await world().platform.findCode(call(), code);
    return found.ok ? found.code.state : undefined;
  };

  it.each([
    ['timeoutBefore', unclear, 'absent'],
    ['timeoutAfter', unclear, 'alive'],
    ['500', unclear, 'absent'],
    ['userError', refused, 'absent'],
  ] as const)('adding codes, %s', async (mode, failure, state) => {
    const parentId = await parent('FAULT-ADD');
    const code = `F${mode.toUpperCase()}`;
    world().fault('addCodes', mode);
    const added = await world().platform.addCodes(call(SHORT_MS), parentId, [code]);
    expect(added).toMatchObject(failure);
    await expect.poll(() => stateOf(code), { timeout: 3000 }).toBe(state);
  });

  it('throttled: waits its turn within the deadline, and comes back later without it', async () => {
    const parentId = await parent('FAULT-THROTTLED');
    const { platform } = world();
    world().fault('addCodes', 'throttled');
    const patient = await platform.addCodes(call(), parentId, ['FT1']);
    expect(patient).toEqual({ ok: true, outcomes: new Map([['FT1', 'added']]) });
    world().fault('addCodes', 'throttled');
    const hasty = await platform.addCodes(call(1), parentId, ['FT2']);
    expect(hasty.ok).toBe(false);
    expect(await stateOf('FT2')).toBe('absent');
  });

  it.each(['timeoutBefore', 'timeoutAfter', '500'] as const)(
    'making a parent, %s: the second try finds or makes the one parent',
    async (mode) => {
      const { platform, currency } = world();
      const terms = TEN_OFF(currency);
      const code = `FAULT-${mode}`;
      world().fault('ensureParent', mode);
      const first = await platform.ensureParent(call(SHORT_MS), code, 'Reward', terms);
      expect(first).toMatchObject(unclear);
      const parentId = await parent(code);
      expect(await parent(code)).toBe(parentId);
    },
  );

  it.each(['timeoutBefore', 'timeoutAfter', '500'] as const)(
    'asking for a code, %s: nothing can have happened',
    async (mode) => {
      world().fault('findCode', mode);
      const found = await world().platform.findCode(call(SHORT_MS), 'NOBODY');
      expect(found).toMatchObject(later);
    },
  );

  it.each([
    ['timeoutBefore', unclear, 'alive'],
    ['timeoutAfter', unclear, 'absent'],
    ['500', unclear, 'alive'],
    ['userError', refused, 'alive'],
  ] as const)('deleting a code, %s; the next try deletes it', async (mode, failure, state) => {
    const parentId = await parent('FAULT-DEL');
    const { platform } = world();
    const code = `D${mode.toUpperCase()}`;
    await platform.addCodes(call(), parentId, [code]);
    world().fault('deleteCode', mode);
    expect(await platform.deleteCode(call(SHORT_MS), parentId, code)).toMatchObject(failure);
    await expect.poll(() => stateOf(code), { timeout: 3000 }).toBe(state);
    const again = await platform.deleteCode(call(), parentId, code);
    expect(again).toEqual({ ok: true, deleted: true });
    expect(await stateOf(code)).toBe('absent');
  });

  it('renewing a token, timeoutAfter: the old pair still renews', async () => {
    const { platform, shopDomain, now } = world();
    const sessionToken = world().merchantToken();
    const wanted = { shopDomain, sessionToken, deadlineMs: DEADLINE_MS };
    const granted = await platform.exchangeToken(wanted, now());
    if (!granted.ok) throw new Error(granted.failure.reason);
    const { refreshToken } = granted.token;
    world().fault('token', 'timeoutAfter');
    const renew = (deadlineMs: number) =>
      platform.refreshToken({ shopDomain, refreshToken, deadlineMs }, now());
    expect(await renew(SHORT_MS)).toMatchObject(unclear);
    expect(await renew(DEADLINE_MS)).toMatchObject({ ok: true });
  });
}
