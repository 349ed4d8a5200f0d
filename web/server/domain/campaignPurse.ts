/** What campaigns with an end have left, and the setting aside of it in the order of arrival. */
import { monthKey, takeFromMonth } from './bonusBudget.ts';
import { orderPoints, tally } from './earning.ts';
import type { EarningExplained, EarningProgram, OrderPoints } from './earning.ts';
import type { OrderFacts } from './orderFacts.ts';
import type { SeenOfOrder } from './orderSeen.ts';

/** What one campaign has set aside so far, over all versions that name it. */
export type Spent = {
  campaignId: string;
  points: bigint;
  /** How many shoppers have a place, and which of those at hand do. */
  shoppers: number;
  places: Set<string>;
  /** Set aside for somebody just now. */
  changed: boolean;
};

export type Purse = ReadonlyMap<string, Spent>;

export type GrantedOrder = {
  shopperId: string;
  facts: OrderFacts;
  program: EarningProgram;
  seen: SeenOfOrder | null;
  grants: Readonly<Record<string, string>> | null;
};

/**
 * What an order earns, after setting aside for it what it is worth by campaigns with an end: as much
 * as is left, in the program's order. What was set aside before stays, whatever it is worth now.
 */
export function dealOrder(
  purse: Purse,
  { shopperId, facts, program, seen, grants }: GrantedOrder,
): OrderPoints & { grants: Record<string, string> | null } {
  const { explain } = orderPoints(facts, program, seen, amountsOf(grants));
  const placedAt = facts.scalars?.placedAt;
  const month = placedAt === undefined || !seen ? null : monthKey(placedAt, seen.timeZone);
  const dealt = dealOut(purse, program, { shopperId, explain, grants: grants ?? {}, month });
  const kept = Object.keys(dealt).length > 0 ? dealt : null;
  return { ...orderPoints(facts, program, seen, amountsOf(kept)), grants: kept };
}

/** Sets aside what an explained order wants of campaigns with an end, and answers all it has then. */
export function dealOut(
  purse: Purse,
  program: EarningProgram,
  order: {
    shopperId: string;
    explain: EarningExplained;
    grants: Readonly<Record<string, string>>;
    /** In which it was placed, where months have a budget. */
    month: string | null;
  },
): Record<string, string> {
  const { shopperId, explain, grants, month } = order;
  const dealt: Record<string, string> = { ...grants };
  tally(explain, ({ id, granted }, difference) => {
    if (granted === null) return null;
    const wanted = difference - granted;
    const more = wanted > 0n ? setAside(purse, program, { id, shopperId, wanted, month }) : 0n;
    if (more > 0n) dealt[id] = String(granted + more);
    return granted + more;
  });
  return dealt;
}

export const amountsOf = (
  grants: Readonly<Record<string, string>> | null,
): Record<string, bigint> =>
  Object.fromEntries(Object.entries(grants ?? {}).map(([id, points]) => [id, BigInt(points)]));

const isFull = ({ places, shoppers }: Spent, first: number, shopperId: string): boolean =>
  !places.has(shopperId) && shoppers >= first;

function setAside(
  purse: Purse,
  program: EarningProgram,
  want: { id: string; shopperId: string; wanted: bigint; month: string | null },
): bigint {
  const { id, shopperId, wanted, month } = want;
  const campaign = program.campaigns?.find((each) => each.id === id);
  const spent = purse.get(id);
  if (!spent || !campaign) throw new Error('a campaign gives what nobody has counted');
  const { budgetPoints, firstShoppers } = campaign;
  const left = budgetPoints === null ? wanted : BigInt(budgetPoints) - spent.points;
  if (left <= 0n || (firstShoppers !== null && isFull(spent, firstShoppers, shopperId))) return 0n;
  const points = takeFromMonth(purse, program, month, left < wanted ? left : wanted);
  if (points === 0n) return 0n;
  if (firstShoppers !== null && !spent.places.has(shopperId)) {
    spent.places.add(shopperId);
    spent.shoppers += 1;
  }
  spent.points += points;
  spent.changed = true;
  return points;
}
