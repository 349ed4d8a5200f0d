/** Money credit at the shop: an account a customer and currency, read before and after it is moved. */
import { expect, it } from 'vitest';
import type { WalletAccount } from '../../domain/wallet.ts';
import { SHORT_MS, shared } from './world.ts';
import type { Make } from './world.ts';

const DAY_MS = 86_400_000;

/** The verbs of one customer's wallet. */
function purse(make: Make) {
  const { world, call } = shared(make);
  const read = async (customerId = world().customerId): Promise<WalletAccount> => {
    const answer = await world().platform.readWallet(call(), customerId, world().currency);
    if (!answer.ok) throw new Error(answer.failure.reason);
    return answer.account;
  };
  type More = { customerId?: string; expiresAt?: number | null; deadlineMs?: number };
  const give = (amountMinor: number, more: More = {}) => {
    const { customerId = world().customerId, expiresAt = null, deadlineMs } = more;
    const { platform, currency } = world();
    const credit = { currency, amountMinor, expiresAt };
    return platform.creditWallet(call(deadlineMs), customerId, credit);
  };
  const take = (amountMinor: number, customerId = world().customerId, deadlineMs?: number) => {
    const { platform, currency } = world();
    return platform.debitWallet(call(deadlineMs), customerId, { currency, amountMinor });
  };
  return { world, read, give, take };
}

const refused = (why: string) => ({ ok: true, moved: { refused: why } });

export function wallets(make: Make): void {
  const { world, read, give, take } = purse(make);

  it('nobody has a wallet before something is in it', async () => {
    expect(await read()).toEqual({ balanceMinor: 0, newest: [], whole: true });
    expect(await read('12')).toEqual({ balanceMinor: 0, newest: [], whole: true });
    expect(await take(100)).toEqual(refused('notEnough'));
  });

  it('what is given and taken is in the balance, newest first, under the id that was answered', async () => {
    const given = await give(500);
    const taken = await take(200);
    if (!given.ok || !taken.ok) throw new Error('not moved');
    const idOf = ({ moved }: typeof given) => ('transactionId' in moved ? moved.transactionId : '');
    expect(await read()).toEqual({
      balanceMinor: 300,
      newest: [
        { id: idOf(taken), amountMinor: -200, byHand: true },
        { id: idOf(given), amountMinor: 500, byHand: true },
      ],
      whole: true,
    });
    expect(idOf(given)).not.toBe('');
  });

  it('no more is taken than there is, and nothing is given that has ended', async () => {
    expect(await take(301)).toEqual(refused('notEnough'));
    expect(await give(100, { expiresAt: world().now() - DAY_MS })).toEqual(refused('ended'));
    expect(await give(100, { customerId: '12' })).toEqual(refused('noCustomer'));
    expect((await read()).balanceMinor).toBe(300);
  });

  it('an order that is paid with it is no movement by hand, and its end takes the rest', async () => {
    await give(700, { expiresAt: world().now() + DAY_MS });
    const { paidMinor } = await world().payFromWallet();
    expect(paidMinor).toBe(1000);
    const { balanceMinor, newest } = await read();
    expect(balanceMinor).toBe(0);
    expect(newest[0]).toMatchObject({ amountMinor: -1000, byHand: false });
  });

  it('more movements than one look shows: the look says that it is not whole', async () => {
    for (let n = 0; n < 51; n += 1) await give(1);
    const { newest, whole, balanceMinor } = await read();
    expect({ shown: newest.length, whole, balanceMinor }).toEqual({
      shown: 50,
      whole: false,
      balanceMinor: 51,
    });
  });
}

const unclear = { ok: false, failure: { kind: 'unclear' } };

export function faultsOfWallets(make: Make): void {
  const { world, read, give, take } = purse(make);

  it.each([
    ['timeoutBefore', unclear, 0],
    ['timeoutAfter', unclear, 1],
    ['500', unclear, 0],
    ['userError', { ok: false, failure: { kind: 'refused' } }, 0],
    ['throttled', { ok: true }, 1],
  ] as const)('giving and taking, %s: the account tells what happened', async (mode, answer, n) => {
    await give(1000);
    const before = (await read()).balanceMinor;
    const patient = mode === 'throttled' ? undefined : SHORT_MS;
    world().fault('creditWallet', mode);
    expect(await give(300, patient === undefined ? {} : { deadlineMs: patient })).toMatchObject(
      answer,
    );
    const balance = async () => (await read()).balanceMinor;
    await expect.poll(balance, { timeout: 3000 }).toBe(before + 300 * n);
    world().fault('debitWallet', mode);
    expect(await take(200, world().customerId, patient)).toMatchObject(answer);
    await expect.poll(balance, { timeout: 3000 }).toBe(before + 100 * n);
  });
}
