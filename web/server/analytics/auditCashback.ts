/** Money credit that orders brought, computed a second time: what each should have been given. */
import { cashbackDates, cashbackOf } from '../domain/cashback.ts';
import type { OrderFacts } from '../domain/orderFacts.ts';
import { salesOf } from '../domain/orderValue.ts';
import type { Cashback } from '../domain/program.ts';
import type { Reading } from '../store/readLanes.ts';
import { msOf } from '../store/readTimes.ts';
import type { Judge, Programs, Span, Wrong } from './auditJobs.ts';

type CashbackRow = {
  orderId: string;
  version: number;
  value: Cashback;
  placedAt: number;
  availableAt: number;
  endsAt: number;
  facts: OrderFacts;
  timeZone: string;
  /** Null: nothing was ever owed. */
  target: number | null;
  currency: string | null;
};

const ROWS = `
  select n.order_id as "orderId", n.program_version as version, n.terms -> 'value' as value,
    ${msOf('n.placed_at')}::float8 as "placedAt", ${msOf('n.available_at')}::float8 as "availableAt",
    ${msOf('n.ends_at')}::float8 as "endsAt", o.facts, s.time_zone as "timeZone",
    w.target_minor::float8 as target, w.currency
  from next_order_codes n
  join orders o on o.club_id = $1 and o.order_id = n.order_id
  join shops s on s.club_id = $1 and s.shop_id = n.shop_id
  left join wallet_credits w
    on w.club_id = $1 and w.cause = 'order' and w.key = n.order_id::text
  where n.club_id = $1 and n.order_id > $2 and n.order_id <= $3 and n.code is null
    and n.status not in ('heldOut', 'late', 'refused')`;

/** Money credit of a span of orders. */
export async function readCashbacks(read: Reading, span: Span, programs: Programs): Promise<Judge> {
  const rows = await read.query<CashbackRow>(ROWS, [read.clubId, span.after, span.to]);
  return () => rows.flatMap((row) => auditCashback(row, programs));
}

function auditCashback(row: CashbackRow, programs: Programs): Wrong[] {
  const found: Wrong[] = [];
  const check = (column: string, stored: unknown, expected: unknown, note: string) => {
    if (String(stored) === String(expected)) return;
    const its = { table: 'wallet_credits', id: `order/${row.orderId}`, column };
    found.push({ ...its, stored: String(stored), expected: `${expected} (${note})` });
  };
  const program = programs.get(row.version);
  const offer = program?.nextOrder;
  const { scalars } = row.facts;
  if (!program || offer?.value.kind !== 'cashback' || !scalars) {
    check('target_minor', row.target, 0, 'a version without money credit');
    return found;
  }
  const { value } = offer;
  check('terms', JSON.stringify(row.value), JSON.stringify(value), 'its version');
  const { currency, amountMinor } = cashbackOf(
    value,
    salesOf(row.facts, scalars.currency),
    scalars,
  );
  check('target_minor', row.target, amountMinor, 'the order’s facts and version');
  check('currency', row.currency, currency, 'what the order was paid in');
  const dates = cashbackDates({ days: offer.days, value }, row.placedAt, row.timeZone);
  check('available_at', row.availableAt, dates.availableAt, 'the order’s date and version');
  return found;
}
