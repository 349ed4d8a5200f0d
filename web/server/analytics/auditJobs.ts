/** The audit as jobs that do not need one another: checks of whole tables, and orders by the thousand. */
import type { Program } from '../domain/program.ts';
import type { Lane, Reading } from '../store/readLanes.ts';
import { readActions } from './auditActions.ts';
import { readCashbacks } from './auditCashback.ts';
import { CHECKS, runCheck } from './auditChecks.ts';
import { readOrders } from './auditOrders.ts';
import { readReferrals } from './auditReferrals.ts';
import { ROLLUP_CHECKS } from './auditRollups.ts';
import { readTiers } from './auditTiers.ts';

/** One figure of a row that is not what it should be. */
export type Wrong = {
  table: string;
  /** The row's own key within the club. */
  id: string;
  column: string;
  stored: string;
  expected: string;
};

/** Rows by their order's id, or an action's own: those behind `after`, up to `to`. */
export type Span = { after: string; to: string };
export type Programs = ReadonlyMap<number, Program>;
/** What was read for a job, to be judged when there is time. */
export type Judge = () => Iterable<Wrong>;

/** What is read by the thousand. */
type Counted = 'orders' | 'referrals' | 'actions' | 'shoppers' | 'cashbacks';

export type AuditJob = { kind: 'check'; statement: string } | { kind: Counted; span: Span };

const SPAN = 1000;
const FIRST = '00000000-0000-0000-0000-000000000000';
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** Whoever sees this many wrong rows has a restore to do, not a list to read. */
const KEPT = 20_000;

const KEYS: Record<Counted, string> = {
  orders: 'order_id',
  referrals: 'order_id',
  actions: 'action_id',
  shoppers: 'shopper_id',
  cashbacks: 'order_id',
};

/** What there is to do in a club, the longest first. */
export async function planAudit(read: Reading): Promise<AuditJob[]> {
  const spans = {
    orders: await spansOf(read, 'orders'),
    referrals: await spansOf(read, 'referrals'),
    actions: await spansOf(read, 'actions'),
    shoppers: await spansOf(read, 'shoppers'),
    cashbacks: await spansOf(read, 'cashbacks'),
  };
  return [
    ...[...CHECKS, ...ROLLUP_CHECKS].map((statement): AuditJob => ({ kind: 'check', statement })),
    ...spans.orders.map((span): AuditJob => ({ kind: 'orders', span })),
    ...spans.referrals.map((span): AuditJob => ({ kind: 'referrals', span })),
    ...spans.actions.map((span): AuditJob => ({ kind: 'actions', span })),
    ...spans.shoppers.map((span): AuditJob => ({ kind: 'shoppers', span })),
    ...spans.cashbacks.map((span): AuditJob => ({ kind: 'cashbacks', span })),
  ];
}

async function spansOf(read: Reading, counted: Counted): Promise<Span[]> {
  const id = KEYS[counted];
  const table = counted === 'cashbacks' ? 'next_order_codes' : counted;
  const ends = await read.query<{ to: string }>(
    `select id as to from (
       select ${id} as id, row_number() over (order by ${id}) as n from ${table} where club_id = $1
     ) numbered where n % ${SPAN} = 0 order by id`,
    [read.clubId],
  );
  const ids = [FIRST, ...ends.map(({ to }) => to), LAST];
  return ids.slice(1).map((to, i) => ({ after: ids[i] ?? FIRST, to }));
}

/** Does jobs until none is left. While one is judged, the database reads the next. */
export const auditLane: Lane<AuditJob, Wrong> = async (read, take) => {
  const programs = await readPrograms(read);
  const begin = (): Promise<Judge> | null => {
    const job = take();
    const begun = job ? readFor(job, read, programs) : null;
    // Whoever waits for it hears of its failure; until then it is nobody's.
    begun?.catch(() => {});
    return begun;
  };
  const found: Wrong[] = [];
  for (let next = begin(); next;) {
    const judge = await next;
    next = begin();
    for (const wrong of judge()) {
      if (found.length >= KEPT) break;
      found.push(wrong);
    }
  }
  return found;
};

async function readPrograms(read: Reading): Promise<Programs> {
  const rows = await read.query<{ version: number; program: Program }>(
    'select version, settings as program from programs where club_id = $1',
    [read.clubId],
  );
  return new Map(rows.map(({ version, program }) => [version, program]));
}

function readFor(job: AuditJob, read: Reading, programs: Programs): Promise<Judge> {
  switch (job.kind) {
    case 'check':
      return runCheck(read, job.statement);
    case 'orders':
      return readOrders(read, job.span, programs);
    case 'referrals':
      return readReferrals(read, job.span, programs);
    case 'actions':
      return readActions(read, job.span, programs);
    case 'shoppers':
      return readTiers(read, job.span);
    case 'cashbacks':
      return readCashbacks(read, job.span, programs);
  }
}
