/** Copies of all a shop's orders. */
import { afterEach, expect, it } from 'vitest';
import type { ExportState, OrderPage } from '../platform.ts';
import { factsText, told } from './finding.ts';
import { ONE, shared, THREE } from './world.ts';
import type { Make } from './world.ts';

/** The verbs of a copy, in one world. */
function copying(make: Make) {
  const { world, call } = shared(make);
  afterEach(() => {
    world().troubleExports(null);
    world().approve({ people: true });
  });

  async function start(updatedFrom: number | null): Promise<string> {
    const answer = await world().platform.startExport(call(), updatedFrom);
    if (!answer.ok) throw new Error(answer.failure.reason);
    return answer.exportId;
  }

  async function look(exportId: string): Promise<ExportState> {
    const answer = await world().platform.lookAtExport(call(), exportId);
    if (!answer.ok) throw new Error(answer.failure.reason);
    return answer.export;
  }

  /** Asks until the copy is made. */
  async function made(updatedFrom: number | null): Promise<ExportState> {
    const exportId = await start(updatedFrom);
    return expect
      .poll(() => look(exportId), { timeout: 5000 })
      .not.toMatchObject({ state: 'working' })
      .then(() => look(exportId));
  }

  async function addressOf(updatedFrom: number | null): Promise<string> {
    const copy = await made(updatedFrom);
    if (copy.state !== 'done' || !copy.address) throw new Error(JSON.stringify(copy));
    return copy.address;
  }

  /** The whole copy, `limit` orders at a time. */
  async function readAll(address: string, limit: number): Promise<OrderPage[]> {
    const pages: OrderPage[] = [];
    for (let from: number | null = 0; from !== null;) {
      const answer = await world().platform.readExport(call(), address, from, limit);
      if (!answer.ok) throw new Error(answer.failure.reason);
      pages.push(answer.page);
      from = answer.next;
    }
    return pages;
  }

  return { world, call, start, look, made, addressOf, readAll };
}

export function exports(make: Make): void {
  const { world, made, addressOf, readAll } = copying(make);

  it('a shop without orders has a copy of nothing', async () => {
    expect(await made(null)).toEqual({ state: 'done', count: 0, address: null });
  });

  it('a copy holds all orders in the facts of their messages, however it is read', async () => {
    const whole: string[] = [];
    for (let n = 0; n < 7; n += 1) {
      whole.push((await world().order({ lines: n % 2 ? ONE : THREE, paid: n !== 3 })).orderId);
    }
    const refunded = await world().order({ lines: THREE });
    await world().refund(refunded.orderId, { amountMinor: 100 });
    const address = await addressOf(null);
    const facts = await told(world());
    for (const limit of [1, 3, 100]) {
      const pages = await readAll(address, limit);
      const snapshots = pages.flatMap((page) => page.snapshots);
      expect(snapshots.map((each) => each.platformOrderId).toSorted()).toEqual(whole.toSorted());
      for (const snapshot of snapshots) {
        const message = facts.get(snapshot.platformOrderId);
        expect(factsText(snapshot)).toBe(message && factsText(message));
      }
      expect(pages.flatMap((page) => page.incomplete)).toEqual([refunded.orderId]);
      expect(pages.flatMap((page) => page.unreadable)).toEqual([]);
    }
  });

  it('a copy can begin with the orders that changed lately', async () => {
    const from = world().now() + 1000;
    const { orderId } = await world().order({ lines: ONE });
    const [page] = await readAll(await addressOf(from), 10);
    expect(page?.snapshots.map((each) => each.platformOrderId)).toEqual([orderId]);
  });

  it('a copy is made where people are withheld', async () => {
    world().approve({ people: false });
    const from = world().now() + 1000;
    await world().order({ lines: ONE });
    const [page] = await readAll(await addressOf(from), 10);
    const { customerId } = world();
    expect(page?.snapshots[0]?.buyer).toEqual({ customerId, email: null, phone: null });
  });
}

export function faultsOfExports(make: Make): void {
  const { world, call, start, look, made, addressOf, readAll } = copying(make);

  it('is working while the platform is at it', async () => {
    world().troubleExports('hangs');
    expect(await look(await start(null))).toMatchObject({ state: 'working' });
  });

  it('a copy that failed is no copy, and one whose time is over is none either', async () => {
    await world().order({ lines: ONE });
    world().troubleExports('fails');
    expect(await made(null)).toMatchObject({ state: 'failed' });
    world().troubleExports(null);
    const exportId = await start(null);
    await expect.poll(() => look(exportId)).toMatchObject({ state: 'done' });
    const address = await addressOf(null);
    world().troubleExports('expires');
    expect(await look(exportId)).toMatchObject({ state: 'failed' });
    expect(await world().platform.readExport(call(), address, 0, 10)).toMatchObject({
      ok: false,
      failure: { kind: 'refused' },
    });
  });

  it('a download that breaks off again and again is read to its end', async () => {
    for (let n = 0; n < 4; n += 1) await world().order({ lines: n % 2 ? ONE : THREE });
    const address = await addressOf(null);
    const whole = (await readAll(address, 100)).flatMap((page) => page.snapshots);
    world().troubleExports('cutsOff');
    const found = [];
    const failures: string[] = [];
    let from: number | null = 0;
    for (let tries = 0; from !== null && tries < 60; tries += 1) {
      const answer = await world().platform.readExport(call(), address, from, 100);
      if (answer.ok) {
        found.push(...answer.page.snapshots);
        from = answer.next;
      } else {
        failures.push(answer.failure.kind);
        world().troubleExports(null);
      }
    }
    expect(new Set(failures)).toEqual(new Set(['later']));
    expect(from).toBeNull();
    expect(found).toEqual(whole);
  });

  it('an export that nobody asked for is not there', async () => {
    const nobody = (await start(null)).replace(/\d+/, '1');
    expect(await look(nobody)).toEqual({ state: 'failed', reason: 'gone' });
  });
}
