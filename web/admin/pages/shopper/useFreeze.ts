import { useState } from 'react';
import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { nameOf } from './nameOf.ts';

/** Freezes or lets go; answers whether it was done. */
export function useFreeze(page: ShopperPage, onPage: (page: ShopperPage) => void) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const freeze = async (frozen: boolean, note: string): Promise<boolean> => {
    if (busy) return false;
    setBusy(true);
    const answer = await api.freeze(page.shopper.id, { frozen, note });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return false;
    const name = `\u2068${nameOf(page.shopper, words)}\u2069`;
    announce(words.say(frozen ? 'shopper.frozenSaid' : 'shopper.unfrozenSaid', { name }));
    onPage(answer.value);
    return true;
  };
  return { busy, failure, freeze };
}
