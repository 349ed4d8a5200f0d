/**
 * In a database that PostgreSQL has never looked at, what the hot paths ask is planned by its own key:
 * a plan is kept by its connection, and must not read all of a club's rows once there are many.
 */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DAY, SHOP, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';

/** What grows with every order. */
const GROWING = new Set([
  'actions',
  'deliveries',
  'identities',
  'inbox',
  'lot_moves',
  'lots',
  'orders',
  'redemptions',
  'referrals',
  'shoppers',
  'transfers',
]);

type Node = {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Node[];
};

let world: World;
const sent = new Set<string>();
const { query } = pg.Client.prototype;

beforeAll(async () => {
  // We listen to what is sent under a name: such a statement is planned once for each connection.
  pg.Client.prototype.query = function (this: pg.Client, ...input: unknown[]) {
    const [config] = input as [{ name?: string; text: string }];
    if (config.name?.startsWith('hot-')) sent.add(config.text);
    return (query as (...all: unknown[]) => unknown).apply(this, input);
  } as typeof query;
  world = await startWorld({ program: aProgram() });
});
afterAll(async () => {
  pg.Client.prototype.query = query;
  await world.stop();
});

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Reads every row of a club, or of everybody: nothing but the club stands in its condition. */
function readsAll({ 'Node Type': type, ...node }: Node): boolean {
  if (type === 'Seq Scan') return GROWING.has(node['Relation Name'] ?? '');
  if (!type.includes('Index')) return false;
  const table = node['Relation Name'] ?? node['Index Name']?.replace(/_(pkey|\w+_(idx|key))$/, '');
  if (!GROWING.has(table ?? '')) return false;
  const columns = (node['Index Cond'] ?? '').match(/\w+(?=\)?(?:::\w+)? (?:=|<|>))/g) ?? [];
  return columns.every((column) => column === 'club_id');
}

async function plansOf(texts: Iterable<string>): Promise<string[]> {
  const found: string[] = [];
  const options = '-c role=regulars_app -c random_page_cost=1.1';
  const client = new pg.Client({ connectionString: world.databaseUrl, options });
  await client.connect();
  for (const text of texts) {
    const { rows } = await client.query<{ 'QUERY PLAN': { Plan: Node }[] }>(
      `explain (generic_plan, format json) ${text}`,
    );
    const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
    if (!plan) throw new Error('no plan');
    const bad = nodesOf(plan.Plan).filter(readsAll);
    const short = text.replace(/\s+/g, ' ').trim().slice(0, 90);
    found.push(...bad.map((n) => `${short}: ${n['Index Name'] ?? n['Relation Name']}`));
  }
  await client.end();
  return found;
}

test('an order, a balance and a redemption read what they are about, not all of a club', async () => {
  const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const buyer = { kind: 'customer' as const, customerId };
  for (const quantity of [40, 1, 2]) {
    await world.buy({ buyer, lines: [{ variantId: mug?.id ?? '', quantity }] });
    await world.pass(15 * DAY);
  }
  const shopper = world.shopper(customerId);
  expect((await shopper.redeem('off-3', 300)).status).toBe(200);
  expect((await shopper.state()).codes).toHaveLength(1);
  expect(sent.size).toBeGreaterThan(20);
  expect(await plansOf(sent)).toEqual([]);
});

test('the test sees a plan that reads all of a club', async () => {
  const bad = 'select points from orders where club_id = $1 and points > 7';
  expect(await plansOf([bad])).toEqual([`${bad}: orders`]);
});
