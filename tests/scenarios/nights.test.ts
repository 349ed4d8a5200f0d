/** A large club's night takes several turns, and its groups are counted from rollups alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foreseeClub } from '../../web/server/actions/foresee.ts';
import { namedIn, readRfm } from '../../web/server/analytics/retention/rfmGrid.ts';
import { dayNumber, localDay } from '../../web/server/domain/days.ts';
import { rolledBuilder } from '../../web/server/domain/retention/base.ts';
import { rfmOf } from '../../web/server/domain/retention/rfm.ts';
import { readBuyers } from '../../web/server/store/buyers.ts';
import { openDatabase } from '../../web/server/store/connections.ts';
import { inTransaction as begin } from '../../web/server/store/transaction.ts';
import type { InTransaction } from '../../web/server/store/transaction.ts';
import { startWorld } from '../world.ts';
import type { World } from '../world.ts';

describe('of six thousand shoppers, who bought once', () => {
  let world: World;
  let today: number;
  let clubId: string;
  let db: ReturnType<typeof openDatabase>;
  const inTransaction: InTransaction = (club, work) => begin(db, club, work);

  beforeAll(async () => {
    world = await startWorld();
    db = openDatabase(world.databaseUrl, 2);
    const { rows } = await world.owner.query<{ id: string; zone: string }>(
      'select club_id as id, time_zone as zone from shops',
    );
    clubId = rows[0]?.id ?? '';
    today = dayNumber(localDay(world.app.now(), rows[0]?.zone ?? 'UTC'));
    await world.owner.query(
      `insert into shoppers (club_id, shopper_id, first_seen_at)
       select $1, ('ffffffff-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now()
       from generate_series(1, 6000) n`,
      [clubId],
    );
    for (const [table, days, own] of [
      ['buying_days', 'day', `'{}'`],
      ['buying_stats', 'first_day, last_day, buying_days', '0'],
    ] as const) {
      const on = `$2::int - n % 40`;
      await world.owner.query(
        `insert into ${table} (club_id, shopper_id, ${days}, orders, items, amount_minor,
           ${table === 'buying_days' ? 'product_ids' : 'repeat_spend_minor'})
         select $1, ('ffffffff-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
           ${table === 'buying_days' ? on : `${on}, ${on}, 1`}, 1 + n % 4, 1, 100 * (1 + n * 7 % 90),
           ${own} from generate_series(1, 6000) n`,
        [clubId, today],
      );
    }
  });
  afterAll(async () => {
    await db.end();
    await world.stop();
  });

  const foretold = async () => {
    const { rows } = await world.owner.query<{ shopper_id: string; version: number; row: string }>(
      `select shopper_id, version, xmin || p::text as row from predictions p
       where version = (select max(version) from model_fits) order by 1`,
    );
    return rows.map(({ row }) => row);
  };
  const movedToday = async () => {
    const { rows } = await world.owner.query<{ n: number }>(
      `select coalesce(sum(shoppers), 0)::int as n from stage_moves
       where day = $1 and from_stage = '' and to_stage = 'new'`,
      [today],
    );
    return rows[0]?.n;
  };

  test('a night that is cut short goes on where it ended, and moves nobody twice', async () => {
    const books = { inTransaction, now: world.app.now };
    const late = () => foreseeClub(books, clubId, today, () => true);
    expect(await late()).toBe(false);
    const begun = await foretold();
    expect(begun).toHaveLength(5000);
    expect(await movedToday()).toBe(0);
    // Two go on at once: the lease of one ran out.
    expect(await Promise.all([late(), late()])).toEqual([true, true]);
    const all = await foretold();
    expect(all).toHaveLength(6000);
    expect(all).toEqual(expect.arrayContaining(begun));
    expect(await movedToday()).toBe(6000);
    const { rows } = await world.owner.query(
      `select count(*)::int as n, count(distinct version)::int as versions from predictions`,
    );
    expect(rows).toEqual([{ n: all.length, versions: 1 }]);
  });

  test('RFM of rollups is that of the domain, cut points, scores and names', async () => {
    await inTransaction(clubId, async (tx) => {
      const builder = rolledBuilder(today);
      for await (const rows of readBuyers(tx)) for (const row of rows) builder.add(row);
      const base = builder.done();
      for (const bins of [5, 3]) {
        const grid = await readRfm(tx, { asOfDay: today, bins });
        const rfm = rfmOf(base, { bins });
        expect(grid.cutPoints).toEqual(rfm.cutPoints);
        expect(namedIn(grid)).toEqual(rfm.segments);
        const cells = new Map<string, number>();
        for (let n = 0; n < base.size; n += 1) {
          const key = `${rfm.recency[n]} ${rfm.frequency[n]} ${rfm.monetary[n]}`;
          cells.set(key, (cells.get(key) ?? 0) + 1);
        }
        expect(
          grid.cells.map((c) => [`${c.recency} ${c.frequency} ${c.monetary}`, c.shoppers]),
        ).toEqual([...cells].sort(([a], [b]) => (a < b ? -1 : 1)));
      }
    });
  });
});
