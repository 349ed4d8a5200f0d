/** The same view of both sides: what shoppers and the owner of the database see, and the model. */
import type { World } from '../world.ts';
import type { Club } from './club.ts';

type Amounts = Record<string, number>;
export type View = {
  shoppers: Record<string, unknown>;
  orders: Amounts;
  redemptions: Record<string, string>;
};

const SQL = {
  lots: `select extract(epoch from expires_at) * 1000 as until, sum(open)::float8 as open,
      i.value as who from lots join identities i using (club_id, shopper_id)
    where open > 0 and i.kind = 'customer' group by 1, 3`,
  debts: `select extract(epoch from write_off_at) * 1000 as until, sum(open)::float8 as open,
      i.value as who from debts join identities i using (club_id, shopper_id)
    where open > 0 and i.kind = 'customer' group by 1, 3`,
  held: `select held::float8 as held, i.value as who from shoppers
    join identities i using (club_id, shopper_id) where i.kind = 'customer'`,
  orders: `select platform_order_id as id, points::float8 as points from orders`,
  redemptions: `select redemption_id as id, status, returned::float8 as returned from redemptions`,
};

type Part = { until: string | null; open: number; who: string };

/** Points by the day they end, soonest first; '' stands for never. */
function byEnd(parts: readonly (readonly [number, number])[]): Amounts {
  const sums = new Map<number, number>();
  for (const [end, open] of parts) if (open > 0) sums.set(end, (sums.get(end) ?? 0) + open);
  const name = (end: number) => (Number.isFinite(end) ? new Date(end).toISOString() : 'never');
  return Object.fromEntries([...sums].sort(([a], [b]) => a - b).map(([e, n]) => [name(e), n]));
}

const ends = (rows: readonly Part[], customerId: string): Amounts =>
  byEnd(
    rows
      .filter(({ who }) => who.endsWith(`:${customerId}`))
      .map(({ until, open }) => [until === null ? Number.POSITIVE_INFINITY : Number(until), open]),
  );

export async function viewOfServer(
  world: World,
  domain: string,
  people: readonly string[],
): Promise<View> {
  const read = async <Row extends object>(sql: string) => (await world.owner.query<Row>(sql)).rows;
  const lots = await read<Part>(SQL.lots);
  const debts = await read<Part>(SQL.debts);
  const held = await read<{ held: number; who: string }>(SQL.held);
  const orders = await read<{ id: string; points: number }>(SQL.orders);
  const redemptions = await read<{ id: string; status: string; returned: number }>(SQL.redemptions);
  const shoppers: View['shoppers'] = {};
  for (const id of people) {
    const { shopper } = await world.shopper(id, domain).state();
    shoppers[id] = {
      available: shopper?.available ?? 0,
      owed: shopper?.debt ?? 0,
      pending: shopper?.pending ?? 0,
      held: held.find(({ who }) => who.endsWith(`:${id}`))?.held ?? 0,
      lots: ends(lots, id),
      debts: ends(debts, id),
    };
  }
  return {
    shoppers,
    orders: Object.fromEntries(orders.map(({ id, points }) => [id, points])),
    redemptions: Object.fromEntries(
      redemptions.map(({ id, status, returned }) => [id, `${status} ${returned}`]),
    ),
  };
}

export function viewOfModel(club: Club, people: readonly string[]): View {
  const shoppers = people.map((id): [string, unknown] => {
    const member = club.member(id);
    return [
      id,
      {
        available: Math.max(0, member.available),
        owed: member.owed,
        pending: club.pendingOf(id),
        held: member.held,
        lots: byEnd(member.lots.map(({ end, open }) => [end, open])),
        debts: byEnd(member.debts.map(({ until, open }) => [until, open])),
      },
    ];
  });
  return {
    shoppers: Object.fromEntries(shoppers),
    orders: Object.fromEntries([...club.orders].map(([id, { points }]) => [id, points])),
    redemptions: Object.fromEntries(
      club.redemptions.map(({ id, status, returned }) => [id, `${status} ${returned}`]),
    ),
  };
}

/** The shopper whom a customer of the shop is; null: nobody has heard of them. */
export async function shopperIdOf(world: World, customerId: string): Promise<string | null> {
  const { rows } = await world.owner.query<{ id: string }>(
    `select shopper_id as id from identities where kind = 'customer' and value like '%:' || $1`,
    [customerId],
  );
  return rows[0]?.id ?? null;
}

/** What the books tell of a story: why points moved, and what became of codes. */
export async function tracesOf(world: World): Promise<Set<string>> {
  const { rows } = await world.owner.query<{ trace: string }>(
    `select 'points: ' || reason as trace from transfers
     union select 'code: ' || status from redemptions`,
  );
  return new Set(rows.map(({ trace }) => trace));
}

/** A check that holds in both worlds, or the story has failed. */
export function agree(server: unknown, model: unknown, about: string): void {
  if (server !== model)
    throw new Error(`${about}: server ${String(server)}, model ${String(model)}`);
}

/** One line for each place where the two views differ. */
export function differences(server: unknown, model: unknown, at = ''): string[] {
  const isTree = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null;
  if (!isTree(server) || !isTree(model)) {
    return server === model ? [] : [`${at}: server ${String(server)}, model ${String(model)}`];
  }
  const keys = new Set([...Object.keys(server), ...Object.keys(model)]);
  return [...keys].flatMap((key) =>
    differences(server[key], model[key], at === '' ? key : `${at} ${key}`),
  );
}
