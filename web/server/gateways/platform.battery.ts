/**
 * The promise of the platform port in executable form: every implementation runs this suite against
 * a real shop (or a simulated one, over the wire). It knows no platform; a `BatteryWorld` does.
 */
import { describe } from 'vitest';
import { cards } from './battery/cards.ts';
import { catalogues, collections, products } from './battery/catalogue.ts';
import { codes, codesForMany, parents } from './battery/codes.ts';
import { finding } from './battery/finding.ts';
import { exports, faultsOfExports } from './battery/exports.ts';
import { faultsOfCodes, faultsOfOthers } from './battery/faults.ts';
import { limits, subscriptions } from './battery/limits.ts';
import { orders } from './battery/orders.ts';
import { extensions, people, proofs, tokens } from './battery/proofs.ts';
import { faultsOfWallets, wallets } from './battery/wallet.ts';
import type { Make } from './battery/world.ts';

export type { BatteryWorld, Collected, FaultyVerb, Message, OrderWish } from './battery/world.ts';

const PARTS: Readonly<Record<string, (make: Make) => void>> = {
  proofs,
  extensions,
  tokens,
  orders,
  finding,
  exports,
  'faults of exports': faultsOfExports,
  products,
  collections,
  'copies of what a shop sells': catalogues,
  limits,
  subscriptions,
  'people and leaving': people,
  parents,
  codes,
  'codes for many buyers': codesForMany,
  cards,
  wallets,
  'faults of wallets': faultsOfWallets,
  'faults of codes': faultsOfCodes,
  'other faults': faultsOfOthers,
};

/** Runs the whole suite. `make` gives a fresh world each time. */
export function platformBattery(name: string, make: Make): void {
  describe.each(Object.entries(PARTS))(`${name} keeps the promise of a platform: %s`, (_, part) => {
    part(make);
  });
}
