import { expect, it } from 'vitest';
import type { CodeTerms } from '../platform.ts';
import { readMessage, shared, TEN_OFF, THREE } from './world.ts';
import type { Make } from './world.ts';

const AMOUNT_OFF = (currency: string): CodeTerms => ({
  value: { kind: 'amountOff', amountMinor: 500 },
  minimumMinor: 2500,
  combinesWith: { order: false, product: true, shipping: true },
  currency,
  uses: 'once',
  endsAt: null,
});
const FREE_SHIPPING = (currency: string): CodeTerms => ({
  value: { kind: 'freeShipping' },
  minimumMinor: 0,
  combinesWith: { order: true, product: true, shipping: true },
  currency,
  uses: 'once',
  endsAt: null,
});

const FOR_MANY = (currency: string): CodeTerms => ({ ...TEN_OFF(currency), uses: 'many' });

/** A world with the two questions that every test here asks. */
function desk(make: Make) {
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
  return { world, call, parent, find };
}

export function parents(make: Make): void {
  const { world, call, parent, find } = desk(make);

  it.each([
    ['an amount off', AMOUNT_OFF],
    ['a percentage off', TEN_OFF],
    ['free shipping', FREE_SHIPPING],
    ['a percentage off for many', FOR_MANY],
  ])('makes one parent of %s however often it is asked', async (what, terms) => {
    const code = `PARENT ${what}`.toUpperCase().replaceAll(' ', '-');
    const parentId = await parent(code, terms(world().currency));
    expect(await parent(code, terms(world().currency))).toBe(parentId);
  });

  it.each(['product', 'collection'] as const)('binds a parent to what a %s holds', async (kind) => {
    const { platform, currency } = world();
    const { productId } = await world().sell(`Bound by ${kind}`, [`of-${kind}`]);
    const { collectionId } = await world().collect(`Of ${kind}`, { tag: `of-${kind}` });
    const other = await world().sell('Another', []);
    const only = (id: string): CodeTerms => ({
      ...TEN_OFF(currency),
      value: {
        kind: 'percentOff',
        basisPoints: 1000,
        only: { items: [`${kind}:${id}`], name: 'Bound' },
      },
    });
    const parentCode = `PARENT-ONLY-${kind}`;
    const item = kind === 'product' ? productId : collectionId;
    const parentId = await parent(parentCode, only(item));
    expect(await parent(parentCode, only(item))).toBe(parentId);
    const elsewhere = kind === 'product' ? other.productId : '1';
    for (const terms of [only(elsewhere), TEN_OFF(currency)]) {
      const answer = await platform.ensureParent(call(), parentCode, 'Reward', terms);
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'refused' } });
    }
    const added = await platform.addCodes(call(), parentId, [`ONLY-${kind}`]);
    expect(added).toMatchObject({ ok: true });
    await world().order({ lines: THREE, codes: [`ONLY-${kind}`] });
    expect(await find(`ONLY-${kind}`)).toMatchObject({ state: 'alive' });
  });

  it('refuses a parent code that stands for other terms', async () => {
    const { platform, currency } = world();
    await parent('PARENT-X');
    const other = await platform.ensureParent(call(), 'PARENT-X', 'Reward', AMOUNT_OFF(currency));
    expect(other).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  });

  it('ends a parent, more than once if need be', async () => {
    const parentId = await parent('PARENT-END');
    const { platform } = world();
    expect(await platform.endParent(call(), parentId)).toEqual({ ok: true });
    expect(await platform.endParent(call(), parentId)).toEqual({ ok: true });
  });
}

export function codes(make: Make): void {
  const { world, call, parent, find } = desk(make);

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
}

export function codesForMany(make: Make): void {
  const { world, call, parent, find } = desk(make);

  it('one works once for each of them, and goes though it was used', async () => {
    const { platform, currency, order } = world();
    const parentId = await parent('PARENT-MANY', FOR_MANY(currency));
    await platform.addCodes(call(), parentId, ['MANY1']);
    for (const buyer of ['customer', 'guest', 'customer'] as const) {
      await order({ lines: THREE, codes: ['MANY1'], buyer });
    }
    const told = (await world().messages()).map((message) => readMessage(world(), message));
    const placed = told.flatMap((each) => (each.kind === 'order' ? [each.snapshot] : []));
    const used = placed.filter(({ codes }) => codes.includes('MANY1'));
    expect(new Set(used.map(({ platformOrderId }) => platformOrderId)).size).toBe(2);
    expect(await find('MANY1')).toEqual({ state: 'used', parentId });
    const kept = { ok: true, deleted: false };
    expect(await platform.deleteCode(call(), parentId, 'MANY1')).toEqual(kept);
    const gone = { ok: true, deleted: true };
    expect(await platform.deleteCode(call(), parentId, 'MANY1', { evenUsed: true })).toEqual(gone);
    expect(await find('MANY1')).toEqual({ state: 'absent' });
  });
}
