import { useState } from 'react';
import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { nameOf } from './nameOf.ts';

/** Frozen, a shopper cannot spend; blocked, they do not take part at all. */
export type Stop = 'freeze' | 'block';

export const isStopped = ({ shopper }: ShopperPage, what: Stop): boolean =>
  what === 'freeze' ? shopper.frozen : shopper.blocked;

const SAID = {
  freeze: ['shopper.frozenSaid', 'shopper.unfrozenSaid'],
  block: ['shopper.blockedSaid', 'shopper.unblockedSaid'],
} as const;

/** Stops a shopper or lets go; answers whether it was done. */
export function useStop(what: Stop, page: ShopperPage, onPage: (page: ShopperPage) => void) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const stop = async (on: boolean, note: string): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    const { id } = page.shopper;
    const answer = await (what === 'freeze'
      ? api.freeze(id, { frozen: on, note })
      : api.block(id, { blocked: on, note }));
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return false;
    const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
    announce(words.say(SAID[what][on ? 0 : 1], { name }));
    onPage(answer.value);
    return true;
  };
  return { busy, failure, stop };
}
