/** Where the shop's calendar stands, and whether there is a program: what its history is told by. */
import type { Home } from '../../../contract/merchant.ts';
import { nowOf } from '../home/now.ts';

export type Place = { shopName: string; zone: string; now: number; hasProgram: boolean };

export const placeOf = (home: Home): Place => ({
  shopName: home.shopName,
  zone: home.timeZone,
  now: nowOf(home),
  hasProgram: home.programVersion !== null,
});
