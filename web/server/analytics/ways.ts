/** How a shopper may earn besides buying (`waysToEarn` of the contract): what the program tells. */
import type { Calendar } from '../domain/celebrations.ts';
import { isStopped, programInForce } from '../domain/programs.ts';
import type { Program, ProgramVersion, RuleUse } from '../domain/program.ts';
import { dailyDeal, dealOn } from '../domain/rules/orders/dailyDeal.ts';
import { ruleOf } from '../domain/rules/registry.ts';
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

type Me = {
  shopperId: string;
  month: number | null;
  day: number | null;
  calendar: Calendar;
};

const ME = `
  select s.shopper_id as "shopperId", s.birth_month as month, s.birth_day as day,
    s.birth_calendar as calendar
  from identities i join shoppers s on s.club_id = $1 and s.shopper_id = i.shopper_id
  where i.club_id = $1 and i.kind = 'customer' and i.value = $2`;

/** By the id of the rule's use: whether it ever gave this shopper points. */
const GIVEN = `
  select distinct p ->> 'rule' as rule from actions a
  cross join lateral jsonb_array_elements(a.parts) p
  where a.club_id = $1 and a.shopper_id = $2`;

const VERSIONS = `
  select version, effective_from as "effectiveFrom", settings as program from programs
  where club_id = $1`;

const ZONE = 'select time_zone as zone from shops where club_id = $1 and shop_id = $2';

const ONCE: ReadonlySet<string> = new Set(['signUp', 'newsletter']);

/** `customerId` null: nobody is logged in, and nothing is done. */
export async function readWays(
  tx: Tx,
  input: { shopId: string; customerId: string | null; now: number },
) {
  const versions = await tx.query<ProgramVersion>(VERSIONS, [tx.clubId]);
  const program = programInForce(versions, input.now)?.program ?? null;
  const [me] =
    input.customerId === null
      ? []
      : await tx.query<Me>(ME, [tx.clubId, `${input.shopId}:${input.customerId}`]);
  const given = me ? await tx.query<{ rule: string }>(GIVEN, [tx.clubId, me.shopperId]) : [];
  const [shop] = await tx.query<{ zone: string }>(ZONE, [tx.clubId, input.shopId]);
  const done = new Set(given.map(({ rule }) => rule));
  return {
    ways: waysOf(program, done),
    deal: program && shop ? dealOf(program, input.now, shop.zone) : null,
    birthday: me?.month && me.day ? { calendar: me.calendar, month: me.month, day: me.day } : null,
  };
}

/** The first daily deal that is on: what the books will give is what is told, and no longer. */
function dealOf(program: Program, now: number, timeZone: string) {
  const { rules = [], campaigns = [] } = program;
  const on = campaigns.filter(
    ({ from, until }) => (from ?? 0) <= now && now < (until ?? Number.MAX_SAFE_INTEGER),
  );
  const use = [...rules, ...on].find(({ rule }) => rule === dailyDeal.code);
  const deal = use && !isStopped(program) ? dealOn(use.args, now, timeZone) : null;
  if (!use || !deal) return null;
  const until = campaigns.find(({ id }) => id === use.id)?.until ?? deal.endsAt;
  return {
    productId: deal.productId,
    timesBasisPoints: Number(use.args['by']),
    endsAt: isoOf(Math.min(deal.endsAt, until)),
  };
}

function waysOf(program: Program | null, done: ReadonlySet<string>) {
  if (!program || program.phase?.kind === 'stopped') return [];
  return (program.rules ?? []).flatMap((use) => (isShown(use) ? [wayOf(use, done)] : []));
}

/** The merchant's own actions have no name that a shopper could read. */
const isShown = ({ rule, args }: RuleUse): boolean =>
  ruleOf(rule)?.about === 'action' && rule !== 'custom' && args['shown'] === true;

const wayOf = ({ id, rule, args }: RuleUse, done: ReadonlySet<string>) => ({
  rule,
  points: Number(args['points']),
  done: ONCE.has(rule) && done.has(id),
});
