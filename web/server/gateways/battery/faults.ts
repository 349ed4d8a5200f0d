import { expect, it } from 'vitest';
import { DEADLINE_MS, shared, SHORT_MS, TEN_OFF } from './world.ts';
import type { Make } from './world.ts';

const later = { ok: false, failure: { kind: 'later' } };
const unclear = { ok: false, failure: { kind: 'unclear' } };
const refused = { ok: false, failure: { kind: 'refused' } };

/** A world with the two questions that every test here asks. */
function desk(make: Make) {
  const { world, call } = shared(make);

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
  return { world, call, parent, stateOf };
}

export function faultsOfCodes(make: Make): void {
  const { world, call, parent, stateOf } = desk(make);

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

  it('throttled: waits its turn within the deadline', async () => {
    const parentId = await parent('FAULT-THROTTLED');
    const { platform } = world();
    world().fault('addCodes', 'throttled');
    const patient = await platform.addCodes(call(), parentId, ['FT1']);
    expect(patient).toEqual({ ok: true, outcomes: new Map([['FT1', 'added']]) });
  });

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
}

export function faultsOfOthers(make: Make): void {
  const { world, call, parent } = desk(make);

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

  it.each(['timeoutBefore', 'timeoutAfter'] as const)(
    'asking for a code, %s: nothing can have happened',
    async (mode) => {
      world().fault('findCode', mode);
      const found = await world().platform.findCode(call(SHORT_MS), 'NOBODY');
      expect(found).toMatchObject(later);
    },
  );

  it('asking for a code, 500: what only reads is asked again at once', async () => {
    world().fault('findCode', '500');
    const found = await world().platform.findCode(call(), 'NOBODY');
    expect(found).toEqual({ ok: true, code: { state: 'absent' } });
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
