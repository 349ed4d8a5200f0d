/** Nothing that we ever send is left out: each operation has a file that lets it fail in a real flow. */
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { OPERATIONS } from '../../web/server/gateways/shopify/operations.ts';

const here = import.meta.dirname;
const root = path.join(here, '..', '..');
const redemptions = 'tests/scenarios/faultsOfRedemptions.test.ts';
const shops = 'tests/scenarios/faultsOfShops.test.ts';
const readings = 'tests/scenarios/faultsOfReadings.test.ts';
const catalogue = 'tests/scenarios/faultsOfCatalogue.test.ts';
const wallets = 'tests/scenarios/faultsOfWallets.test.ts';
const tags = 'tests/scenarios/faultsOfTags.test.ts';
const subscriptions = 'tests/scenarios/faultsOfSubscriptions.test.ts';

/** Where each operation fails in every way. */
const CELLS: Readonly<Record<string, string>> = {
  CreateAmountOff: redemptions,
  CreateFreeShipping: redemptions,
  FindParent: redemptions,
  FindBoundParent: redemptions,
  AddCodes: redemptions,
  PollCreation: redemptions,
  ReadCreation: redemptions,
  FindCode: redemptions,
  DeleteCodes: redemptions,
  PollJob: redemptions,
  EndParent: shops,
  ReadOrder: shops,
  ReadLines: shops,
  ReadRefund: shops,
  ShopProfile: shops,
  Installation: shops,
  WriteCards: shops,
  DefineCard: shops,
  ListOrders: readings,
  StartBulk: readings,
  LookAtBulk: readings,
  CountOrders: readings,
  FetchProducts: catalogue,
  MoreCollections: catalogue,
  ListMembers: catalogue,
  ListCollections: catalogue,
  ReadTags: 'tests/scenarios/whoEarns.test.ts',
  ReadWallet: wallets,
  CreditWallet: wallets,
  DebitWallet: wallets,
  AddTags: tags,
  RemoveTags: tags,
  ListSubscriptions: subscriptions,
  CreateSubscription: subscriptions,
  CorrectSubscription: subscriptions,
  DeleteSubscription: subscriptions,
  Granted: subscriptions,
  Somebody: subscriptions,
};

test('every operation is in the table, and its file lets it fail', () => {
  const names = OPERATIONS.map(({ name }) => name);
  expect(names.sort()).toEqual(Object.keys(CELLS).sort());
  const silent = Object.entries(CELLS).filter(([name, file]) => {
    const text = fs.readFileSync(path.join(root, file), 'utf8');
    return !new RegExp(`(?:reading|writing)\\('${name}'`).test(text);
  });
  expect(silent).toEqual([]);
});
