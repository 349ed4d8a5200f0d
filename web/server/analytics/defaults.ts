/** A first program, and what any program costs at worst, for one shop. Nothing is published. */
import { suggestedPoints, worthOfPoints } from '../domain/bonusBudget.ts';
import { DEFAULT_RETURN_DAYS, defaultProgram } from '../domain/defaults.ts';
import type { Minor } from '../domain/orderFacts.ts';
import type { Program } from '../domain/program.ts';
import { checkProgram } from '../domain/programs.ts';
import { refuse } from '../domain/refusals.ts';
import type { Refusal } from '../domain/refusals.ts';
import { pointWorth, worstCase } from '../domain/worstCase.ts';
import type { WorstCase } from '../domain/worstCase.ts';
import type { Tx } from '../store/transaction.ts';
import { readLastMonth } from './bonusMonth.ts';
import { readAverageOrder } from './averageOrder.ts';
import type { AverageOrder } from './averageOrder.ts';

export type Asked = {
  shopId: string;
  now: number;
  marginBasisPoints: number;
  /** What the merchant says an order is; without it, what the shop's orders say. */
  aovMinor?: Minor | undefined;
};

export type WorstCaseTold = AverageOrder & {
  ok: true;
  worstCase: WorstCase;
  /** What the month's bonuses are worth, and how many points last month's sales suggest. */
  bonus: { worthMinor: Minor | null; suggestedPoints: number | null };
};

/** `orders` is 0 where the merchant named the average. Refuses with notFound or invalid (aovMinor). */
export async function readDefaults(
  tx: Tx,
  asked: Asked & { returnDays?: number | undefined },
): Promise<(WorstCaseTold & { program: Program }) | Refusal> {
  const shop = await shopOf(tx, asked);
  if (!shop.ok) return shop;
  const { marginBasisPoints, returnDays = DEFAULT_RETURN_DAYS } = asked;
  const program = defaultProgram({ ...shop, marginBasisPoints, returnDays });
  return told(program, shop, marginBasisPoints);
}

/** Refuses what could not be published, and as `readDefaults` does. */
export async function readWorstCase(
  tx: Tx,
  asked: Asked & { program: Program },
): Promise<WorstCaseTold | Refusal> {
  const { program, marginBasisPoints } = asked;
  const [problem] = checkProgram(program);
  if (problem) return refuse('invalid', { problem: problem.problem }, problem.field);
  const shop = await shopOf(tx, asked);
  if (!shop.ok) return shop;
  const { currency } = shop;
  if (program.currency !== currency) {
    return refuse('invalid', { problem: 'otherCurrency', currency }, 'currency');
  }
  return told(program, shop, marginBasisPoints);
}

type ShopKnown = AverageOrder & { ok: true; currency: string; lastMonthMinor: Minor };

async function shopOf(tx: Tx, asked: Asked): Promise<ShopKnown | Refusal> {
  const { shopId, now, aovMinor } = asked;
  const [shop] = await tx.query<{ currency: string }>(
    'select currency from shops where club_id = $1 and shop_id = $2',
    [tx.clubId, shopId],
  );
  if (!shop) return refuse('notFound');
  const average =
    aovMinor === undefined ? await readAverageOrder(tx, { shopId, now }) : { aovMinor, orders: 0 };
  if (!average) return refuse('invalid', { problem: 'wrongShape' }, 'aovMinor');
  const lastMonthMinor = await readLastMonth(tx, { shopId, now });
  return { ok: true, ...shop, ...average, lastMonthMinor };
}

function told<P extends Program>(program: P, shop: ShopKnown, marginBasisPoints: number) {
  const { aovMinor, orders } = shop;
  const cost = worstCase(program, { aovMinor, marginBasisPoints });
  const worth = pointWorth(program.rewards, aovMinor);
  const bonus = {
    worthMinor: program.bonusBudget ? worthOfPoints(program.bonusBudget.points, worth) : null,
    suggestedPoints: suggestedPoints(shop.lastMonthMinor, worth),
  };
  return { ok: true as const, program, worstCase: cost, aovMinor, orders, bonus };
}
