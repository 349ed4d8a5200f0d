import type { ShopperRow } from '../../../contract/merchantShoppers.ts';
import type { Words } from '../../words/words.ts';

/** What a shopper is called: their name, else the address they gave. */
export function nameOf(
  { name, email, phone, erased }: Pick<ShopperRow, 'name' | 'email' | 'phone' | 'erased'>,
  words: Words,
): string {
  if (erased) return words.say('shoppers.forgotten');
  return name ?? email ?? phone ?? words.say('shoppers.guest');
}
