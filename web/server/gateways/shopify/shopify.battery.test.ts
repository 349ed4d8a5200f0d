/** The battery, against the simulator over the wire: its Admin API, its OAuth and its webhooks. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startSimulator } from '../../../../simulator/index.ts';
import type { Simulator } from '../../../../simulator/index.ts';
import { makeSigning } from '../../../../simulator/signing.ts';
import type { Buyer, PlaceOrder, Product } from '../../../../simulator/types.ts';
import { platformBattery } from '../platform.battery.ts';
import type {
  BatteryWorld,
  Collected,
  FaultyVerb,
  Message,
  OrderWish,
} from '../platform.battery.ts';
import type { ShopCall } from '../platform.ts';
import { createShopify, WANTED_SCOPES } from './index.ts';
import type { ShopifyOptions } from './index.ts';

const root = new URL('../../../../', import.meta.url);
const API_KEY = 'regulars-local-client-id';
const API_SECRET = 'a-secret-for-tests';
const DAY_MS = 86_400_000;

/** Which root field of the Admin API each verb stands or falls with. */
const FIELDS: Readonly<Record<FaultyVerb, string>> = {
  ensureParent: 'discountCodeBasicCreate',
  addCodes: 'discountRedeemCodeBulkAdd',
  findCode: 'codeDiscountNodeByCode',
  deleteCode: 'discountCodeRedeemCodeBulkDelete',
  token: 'oauth',
  creditWallet: 'storeCreditAccountCredit',
  debitWallet: 'storeCreditAccountDebit',
};

/** An app that answers 200 to everything and keeps what it was sent. */
async function listeningApp() {
  const messages: Message[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
      if (request.url === '/webhooks/shopify') {
        const told = Object.fromEntries(headers) as Record<string, string>;
        messages.push({ body: Buffer.concat(chunks), headers: told });
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    messages,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function buyerOf(kind: OrderWish['buyer'], customerId: string): Buyer {
  const guest = { kind: 'guest', firstName: 'Gil', lastName: 'Guest' } as const;
  if (kind === 'nobody') return { kind };
  if (kind === 'guest') return { ...guest, email: 'Gil@Example.com', phone: null };
  if (kind === 'guestByPhone') return { ...guest, email: null, phone: '+12075550199' };
  return { kind: 'customer', customerId };
}

function placeOrder(
  wish: OrderWish,
  products: readonly Product[],
  customerId: string,
  now: number,
): PlaceOrder {
  const placedAt = wish.daysAgo === undefined ? undefined : now - wish.daysAgo * DAY_MS;
  const [plain, other] = products.filter(({ giftCard }) => !giftCard);
  const giftCard = products.find((product) => product.giftCard);
  const variantOf = { plain, other, giftCard };
  const source = wish.source === 'draft' ? 'shopify_draft_order' : (wish.source ?? 'web');
  return {
    cart: {
      lines: wish.lines.map(({ product, quantity }) => ({
        variantId: variantOf[product]?.variants[0]?.id ?? '',
        quantity,
      })),
      codes: wish.codes ?? [],
      customerId: wish.buyer ? null : customerId,
    },
    buyer: buyerOf(wish.buyer, customerId),
    source,
    paid: wish.paid ?? true,
    test: wish.test ?? false,
    ...(placedAt === undefined ? {} : { placedAt }),
    ...(wish.tipMinor ? { tipMinor: wish.tipMinor } : {}),
    ...(wish.company ? { company: true } : {}),
  };
}

const CARDS = `query Cards($customerId: ID!) {
  club: currentAppInstallation { card: metafield(namespace: "regulars", key: "card") { value } }
  shopper: customer(id: $customerId) {
    card: metafield(namespace: "$app:regulars", key: "card") { value }
  }
}`;

type Cards = { data: Record<'club' | 'shopper', { card: { value: string } | null }> };

async function readCards(url: string, call: ShopCall, customerId: string): Promise<Cards['data']> {
  const response = await fetch(`${url}/admin/api/2026-07/graphql.json`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-sim-shop': call.shopDomain,
      'x-shopify-access-token': call.accessToken,
    },
    body: JSON.stringify({
      query: CARDS,
      variables: { customerId: `gid://shopify/Customer/${customerId}` },
    }),
  });
  return ((await response.json()) as Cards).data;
}

const filling = (what: Collected) =>
  'tag' in what
    ? { productIds: null, rules: [{ column: 'TAG' as const, condition: what.tag }] }
    : { productIds: what.productIds, rules: [] };

/** What a person at the shop does; every deed takes a second. */
function hands(simulator: Simulator, shopDomain: string, customerId: string) {
  const { commerce, clock } = simulator;
  const act = <T>(deed: () => T): Promise<T> => {
    clock.advance(1000);
    return Promise.resolve(deed());
  };
  const nothing = (): void => {};
  return {
    order: (wish: OrderWish) =>
      act(() => {
        const input = placeOrder(wish, commerce.products(shopDomain), customerId, clock.now());
        const { id, lines } = commerce.placeOrder(shopDomain, input);
        return { orderId: id, lineIds: lines.map((line) => line.id) };
      }),
    markPaid: (orderId: string) => act(() => commerce.markPaid(shopDomain, orderId)).then(nothing),
    refund: (orderId: string, what: Parameters<BatteryWorld['refund']>[1]) =>
      act(() => commerce.refund(shopDomain, { orderId, lines: [], shipping: false, ...what })).then(
        nothing,
      ),
    edit: (orderId: string, lineId: string, quantity: number) =>
      act(() => commerce.edit(shopDomain, orderId, lineId, quantity)).then(nothing),
    cancel: (orderId: string, refund: boolean) =>
      act(() => commerce.cancel(shopDomain, orderId, { refund })).then(nothing),
    sell: (title: string, tags: readonly string[]) =>
      act(() => commerce.createProduct(shopDomain, { title, tags, priceMinor: 900 })).then(
        ({ id }) => ({ productId: id }),
      ),
    tagProduct: (productId: string, tags: readonly string[]) =>
      act(() => commerce.updateProduct(shopDomain, productId, { tags })).then(nothing),
    sellNoMore: (productId: string) => act(() => commerce.deleteProduct(shopDomain, productId)),
    collect: (title: string, what: Collected) =>
      act(() => commerce.createCollection(shopDomain, { title, ...filling(what) })).then(
        ({ id }) => ({ collectionId: id }),
      ),
    collectOther: (collectionId: string, what: Collected) =>
      act(() => commerce.updateCollection(shopDomain, collectionId, filling(what))).then(nothing),
    collectNoMore: (collectionId: string) =>
      act(() => commerce.deleteCollection(shopDomain, collectionId)),
    changeCustomer: () =>
      act(() => commerce.updateCustomer(shopDomain, customerId, { firstName: 'Mia' })).then(
        nothing,
      ),
    tagCustomer: (tags: readonly string[]) =>
      act(() => commerce.updateCustomer(shopDomain, customerId, { tags })).then(nothing),
    payFromWallet: () =>
      act(() => {
        const wish: OrderWish = { lines: [{ product: 'plain', quantity: 1 }], buyer: 'customer' };
        const input = placeOrder(wish, commerce.products(shopDomain), customerId, clock.now());
        const placed = commerce.placeOrder(shopDomain, { ...input, storeCredit: true });
        return { paidMinor: placed.storeCreditMinor };
      }),
    uninstall: () => act(() => commerce.uninstall(shopDomain)),
  };
}

async function makeWorld(shopDomain: string): Promise<BatteryWorld> {
  const app = await listeningApp();
  const simulator = await startSimulator({
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    appUrl: app.url,
    appTomlPath: fileURLToPath(new URL('shopify.app.toml', root)),
    extensionsDir: fileURLToPath(new URL('extensions', root)),
    clock: { startAt: Date.parse('2026-07-01T12:00:00Z'), frozen: true },
    jobDelayMs: 20,
  });
  const { commerce, clock } = simulator;
  const customerId = commerce.customers(shopDomain)[0]?.id ?? '';
  const options: ShopifyOptions = {
    apiKey: API_KEY,
    apiSecrets: [API_SECRET],
    apiVersion: '2026-07',
    scopes: WANTED_SCOPES,
    clock,
    platformOrigin: simulator.url,
  };
  const credentials = {
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    appUrl: () => app.url,
    proxyPath: () => '/apps/regulars',
  };
  const sign = makeSigning(credentials, clock);
  return {
    platform: createShopify(options),
    greedyApp: createShopify({ ...options, scopes: ['write_price_rules'] }),
    webhookAddress: `${app.url}/webhooks/shopify`,
    approve: ({ readAllOrders, people }) => {
      simulator.approve(shopDomain, {
        ...(readAllOrders === undefined ? {} : { readAllOrders }),
        ...(people === undefined ? {} : { protectedData: people ? 2 : 1 }),
      });
    },
    troubleExports: (trouble) => simulator.bulk.trouble(trouble),
    silence: (topics) => simulator.webhooks.silence(shopDomain, topics),
    otherApp: createShopify({ ...options, apiKey: 'another-app', apiSecrets: ['another-secret'] }),
    now: () => clock.now(),
    shopDomain,
    currency: commerce.shop(shopDomain).currency,
    customerId,
    merchantToken: () => sign.sessionToken('admin', shopDomain),
    extensionToken: (id) => sign.sessionToken('extension', shopDomain, id),
    shopperQuery: (id, own = {}) =>
      sign.proxyQuery(shopDomain, id, new URLSearchParams(own)).toString(),
    ...hands(simulator, shopDomain, customerId),
    async messages() {
      await simulator.webhooks.settle();
      return app.messages;
    },
    async card(call, owner) {
      const cards = await readCards(simulator.url, call, customerId);
      return cards[owner].card?.value ?? null;
    },
    fault: (verb, mode) => simulator.api.faults([{ field: FIELDS[verb], mode }]),
    async stop() {
      await simulator.stop();
      await app.stop();
    },
  };
}

platformBattery('Shopify in dollars, taxes added', () => makeWorld('northday.myshopify.com'));
platformBattery('Shopify in rial, taxes included', () => makeWorld('khanesofal.myshopify.com'));
