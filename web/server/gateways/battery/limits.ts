/** What a shop does not let us reach, and messages that have fallen silent. */
import { afterEach, expect, it } from 'vitest';
import { factsText, told } from './finding.ts';
import { ONE, shared } from './world.ts';
import type { Make } from './world.ts';

export function limits(make: Make): void {
  const { world, call } = shared(make);
  afterEach(() => world().approve({ readAllOrders: false, people: true }));

  async function unreached(): Promise<string[]> {
    const answer = await world().platform.readLimits(call());
    if (!answer.ok) throw new Error(answer.failure.reason);
    return answer.unreached;
  }

  it('says what cannot be reached', async () => {
    await world().order({ lines: ONE });
    expect(await unreached()).toEqual(['olderOrders']);
    world().approve({ readAllOrders: true });
    expect(await unreached()).toEqual([]);
    world().approve({ people: false });
    expect(await unreached()).toEqual(['personalDetails']);
  });

  it('says when the shop has granted less than is asked for', async () => {
    const answer = await world().greedyApp.readLimits(call());
    expect(answer).toMatchObject({ ok: true, unreached: ['scopes', 'olderOrders'] });
  });

  it('where people are withheld, messages and answers still agree about an order', async () => {
    world().approve({ people: false });
    const from = world().now() + 1000;
    const { orderId } = await world().order({ lines: ONE });
    const message = (await told(world())).get(orderId);
    expect(message?.buyer).toEqual({ customerId: world().customerId, email: null, phone: null });
    const asked = await world().platform.fetchOrder(call(), orderId);
    const span = { from, to: world().now() + 1000 };
    const listed = await world().platform.listOrders(call(), span, null);
    if (!asked.ok || !asked.snapshot || !listed.ok) throw new Error('no answer');
    expect(factsText(asked.snapshot)).toBe(message && factsText(message));
    expect(listed.page.snapshots.map(factsText)).toEqual(message && [factsText(message)]);
  });

  it('an order of before the last 60 days is not there, unless the shop lets us', async () => {
    const { orderId } = await world().order({ lines: ONE, daysAgo: 61 });
    const read = () => world().platform.fetchOrder(call(), orderId);
    expect(await read()).toEqual({ ok: true, snapshot: null });
    world().approve({ readAllOrders: true });
    expect(await read()).toMatchObject({ snapshot: { platformOrderId: orderId } });
  });

  it('how many orders somebody placed is told, those of before the last 60 days among them', async () => {
    const { customerId } = world();
    const count = async () => {
      const answer = await world().platform.countOrders(call(), [customerId, '999999999']);
      if (!answer.ok) throw new Error(answer.failure.reason);
      return [...answer.counts];
    };
    const [[id, before] = ['', 0]] = await count();
    expect(id).toBe(customerId);
    await world().order({ lines: ONE });
    await world().order({ lines: ONE, daysAgo: 61 });
    await world().order({ lines: ONE, test: true });
    world().approve({ people: false });
    expect(await count()).toEqual([[customerId, before + 2]]);
  });
}

const ADDRESS = 'https://regulars.example/webhooks/shopify';

export function subscriptions(make: Make): void {
  const { world, call } = shared(make);

  async function mend(silent: readonly string[], address = world().webhookAddress) {
    const answer = await world().platform.mendSubscriptions(call(), address, silent);
    if (!answer.ok) throw new Error(answer.failure.reason);
    return answer.mended;
  }

  it('a healthy shop needs no mending', async () => {
    expect(await mend([])).toEqual([]);
  });

  it('a topic that fell silent speaks again, and is not mended twice', async () => {
    const [topic = ''] = world().platform.topics.placed;
    world().silence([topic]);
    const before = await world().order({ lines: ONE });
    expect(await mend([topic])).toEqual([topic]);
    const after = await world().order({ lines: ONE });
    const orders = (await world().messages())
      .filter(({ headers }) => Object.values(headers).includes(topic))
      .map(({ body }) => new TextDecoder().decode(body));
    expect(orders.filter((body) => body.includes(before.orderId))).toEqual([]);
    expect(orders.filter((body) => body.includes(after.orderId))).toHaveLength(1);
    expect(await mend([topic])).toEqual([]);
  });

  it('what leads elsewhere is led back, and told once', async () => {
    const [topic = ''] = world().platform.topics.placed;
    expect(await mend([topic], ADDRESS)).toEqual([topic]);
    expect(await mend([], ADDRESS)).toEqual([]);
    expect(await mend([])).toEqual([topic]);
    expect(await mend([])).toEqual([]);
  });
}
