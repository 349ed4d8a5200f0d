/** Who is in a segment, as lines of a CSV file; it can be sent back as a list. */
import { csvCell } from '../domain/csvCell.ts';
import { formatDecimal } from '../domain/money.ts';
import type { Tx } from '../store/transaction.ts';

type Line = {
  id: string;
  customerId: string | null;
  email: string | null;
  phone: string | null;
  firstName: string | null;
  lastName: string | null;
  locale: string | null;
  available: bigint;
  orders: number;
  spent: bigint;
  lastDay: number | null;
  sinceDay: number;
};

export const SEGMENT_HEAD =
  'customer id,email,phone,first name,last name,language,points,orders,spent,last order,in it since\n';

const PAGE = 1000;
const DAY_MS = 86_400_000;

/** Members behind $4, the shop being $3; what they bought is what counts. */
const LINES = `
  select s.shopper_id as id, (select substr(i.value, length($3::text) + 2) from identities i
      where i.club_id = $1 and i.shopper_id = s.shopper_id and i.kind = 'customer'
        and not i.alias and starts_with(i.value, $3::text || ':') limit 1) as "customerId",
    s.email, s.phone, s.first_name as "firstName", s.last_name as "lastName", s.locale,
    s.available, coalesce(b.orders, 0) as orders, coalesce(b.amount_minor, 0)::bigint as spent,
    b.last_day as "lastDay", m.since_day as "sinceDay"
  from segment_members m
  join shoppers s on s.club_id = $1 and s.shopper_id = m.shopper_id
  left join buying_stats b on b.club_id = $1 and b.shopper_id = m.shopper_id
  where m.club_id = $1 and m.segment_id = $2 and ($4::uuid is null or m.shopper_id > $4::uuid)
  order by m.shopper_id limit ${PAGE}`;

export type FilePlace = { shopId: string; currency: string };

/** The next lines; `after` null: that was all. */
export async function readSegmentLines(
  tx: Tx,
  { segmentId, after, place }: { segmentId: string; after: string | null; place: FilePlace },
): Promise<{ text: string; after: string | null }> {
  const rows = await tx.query<Line>(LINES, [tx.clubId, segmentId, place.shopId, after]);
  return {
    text: rows.map((row) => lineOf(row, place)).join(''),
    after: rows.length < PAGE ? null : (rows.at(-1)?.id ?? null),
  };
}

/** The shop of the file, and what the segment is called; null: there is none. */
export async function readFilePlace(tx: Tx, { shopId, segmentId }: Asked) {
  const [row] = await tx.query<FilePlace & { name: string }>(
    `select h.shop_id as "shopId", h.currency, s.name
     from shops h join segments s on s.club_id = h.club_id
     where h.club_id = $1 and h.shop_id = $2 and s.segment_id = $3 and s.removed_at is null`,
    [tx.clubId, shopId, segmentId],
  );
  return row ?? null;
}

type Asked = { shopId: string; segmentId: string };

function lineOf(row: Line, { currency }: FilePlace): string {
  const words = [row.customerId, row.email, row.phone, row.firstName, row.lastName, row.locale];
  const day = (number: number | null): string =>
    number === null ? '' : new Date(number * DAY_MS).toISOString().slice(0, 10);
  return `${[
    ...words.map((word) => csvCell(word ?? '')),
    row.available,
    row.orders,
    formatDecimal(Number(row.spent), currency),
    day(row.lastDay),
    day(row.sinceDay),
  ].join(',')}\n`;
}
