/**
 * Shopify as a platform. Everything that knows Shopify's words is in this folder.
 */
import type { Platform } from '../platform.ts';
import { lookAtExport, startExport } from './bulk.ts';
import { ordersIn, readExport } from './bulkFile.ts';
import { listCollections, productsIn, startCatalogue } from './catalogue.ts';
import { addTags, countOrders, readTags, removeTags } from './customers.ts';
import { addCodes, deleteCode, endParent, ensureParent, findCode } from './discounts.ts';
import { createRun } from './graphql.ts';
import { readLimits } from './limits.ts';
import { listOrders } from './listing.ts';
import type { ShopifyOptions } from './options.ts';
import { fetchOrder } from './orders.ts';
import { fetchProducts, listMembers } from './products.ts';
import { missingScopes } from './scopes.ts';
import { prepareShop, shopProfile, writeCards } from './shop.ts';
import { mendSubscriptions } from './subscriptions.ts';
import { exchangeToken, refreshToken } from './tokens.ts';
import { translate } from './translate.ts';
import {
  verifyExtensionToken,
  verifyMerchantToken,
  verifyShopperCall,
  verifyWebhook,
} from './verify.ts';
import { verifyPageCall } from './verifyPage.ts';
import { creditWallet, debitWallet, readWallet } from './wallet.ts';

export type { ShopifyOptions } from './options.ts';
export { WANTED_SCOPES } from './scopes.ts';

/** Throws when the options cannot work: no secret, or an origin that is no URL. */
export function createShopify(options: ShopifyOptions): Platform {
  if (!options.apiKey || !options.apiSecrets[0])
    throw new Error('Shopify: API key or secret missing');
  if (options.platformOrigin && !URL.canParse(options.platformOrigin)) {
    throw new Error('Shopify: platformOrigin is no URL');
  }
  const { clock } = options;
  const run = createRun(options);
  const demo = options.platformOrigin !== undefined;
  return {
    name: 'shopify',
    topics: {
      placed: ['orders/create'],
      changed: ['orders/updated', 'orders/paid', 'orders/cancelled', 'refunds/create'],
    },
    verifyWebhook: (body, headers) => verifyWebhook(options, body, headers),
    translate,
    verifyShopperCall: (query, now) => verifyShopperCall(options, query, now),
    verifyPageCall: (query) => verifyPageCall(options, query),
    verifyMerchantToken: (token, now) => verifyMerchantToken(options, token, now),
    verifyExtensionToken: (token, now) => verifyExtensionToken(options, token, now),
    exchangeToken: (call, now) => exchangeToken(options, call, now),
    refreshToken: (call, now) => refreshToken(options, call, now),
    shopProfile: (call) => shopProfile(run, call),
    fetchOrder: (call, platformOrderId) => fetchOrder(run, call, platformOrderId, clock.now()),
    ensureParent: (call, parentCode, title, terms) =>
      ensureParent(run, clock, call, parentCode, title, terms),
    addCodes: (call, parentId, codes) => addCodes(run, call, parentId, codes),
    findCode: (call, code) => findCode(run, call, code),
    deleteCode: (call, parentId, code, how) => deleteCode(run, call, parentId, code, how),
    endParent: (call, parentId) => endParent(run, call, parentId),
    prepareShop: (call) => prepareShop(run, call),
    writeCards: (call, cards) => writeCards(run, call, cards),
    listOrders: (call, span, after) => listOrders(run, call, span, after, clock.now()),
    startExport: (call, updatedFrom) => startExport(run, call, updatedFrom),
    lookAtExport: (call, exportId) => lookAtExport(run, call, exportId),
    readExport: (call, address, from, limit) =>
      readExport(demo, call, address, { from, limit }, ordersIn(clock.now())),
    countOrders: (call, customerIds) => countOrders(run, call, customerIds),
    readTags: (call, customerIds) => readTags(run, call, customerIds),
    addTags: (call, customerId, tags) => addTags(run, call, customerId, tags),
    removeTags: (call, customerId, tags) => removeTags(run, call, customerId, tags),
    fetchProducts: (call, productIds) => fetchProducts(run, call, productIds),
    listCollections: (call, after) => listCollections(run, call, after),
    startCatalogue: (call) => startCatalogue(run, call),
    readCatalogue: (call, address, from, limit) =>
      readExport(demo, call, address, { from, limit }, productsIn()),
    listMembers: (call, collectionId, after) => listMembers(run, call, collectionId, after),
    readWallet: (call, customerId, currency) => readWallet(run, call, customerId, currency),
    creditWallet: (call, customerId, credit) => creditWallet(run, call, customerId, credit),
    debitWallet: (call, customerId, debit) => debitWallet(run, call, customerId, debit),
    missingScopes,
    readLimits: (call) => readLimits(run, call, options.scopes),
    mendSubscriptions: (call, address, silent) => mendSubscriptions(run, call, address, silent),
  };
}
