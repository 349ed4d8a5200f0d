import { expect, it } from 'vitest';
import { shared } from './world.ts';
import type { Make } from './world.ts';

export function cards(make: Make): void {
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
    expect(JSON.parse((await world().card(call(), 'club')) ?? 'null')).toEqual({ name: 'باشگاه' });
    expect(JSON.parse((await world().card(call(), 'shopper')) ?? 'null')).toEqual({
      available: 620,
    });
    const later = { ...shopper, json: '{"available":120}' };
    expect(await platform.writeCards(call(), [later])).toEqual({ ok: true, refused: [] });
    expect(JSON.parse((await world().card(call(), 'shopper')) ?? 'null')).toEqual({
      available: 120,
    });
  });
}
