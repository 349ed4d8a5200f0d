/** An order that uses a code that was given to somebody: the code is spent, and what it took off is cost. */
import { costOfCode } from '../../domain/nextOrder.ts';
import { lockGivenOfOrders, saveGiven } from '../../store/givenCodes.ts';
import type { GivenCode } from '../../store/givenCodes.ts';
import type { ProgramVersion } from '../../domain/program.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Desk } from '../desk.ts';
import type { OrderPart } from '../orderParts.ts';
import { afterJudging } from './afterJudging.ts';
import type { Judged } from './afterJudging.ts';

export const givenCodes: OrderPart = afterJudging(settle);

async function settle(tx: Tx, { versions }: Desk, judged: readonly Judged[]): Promise<void> {
  const gives = ({ program: { referral } }: ProgramVersion) =>
    Boolean(referral?.strict || referral?.advocateCode);
  if (!versions.some(gives)) return;
  const codes = new Set(judged.flatMap(({ facts }) => facts.scalars?.codes ?? []));
  const orderIds = judged.map(({ order }) => order.orderId);
  const rows = await lockGivenOfOrders(tx, orderIds, [...codes]);
  const changed = rows.filter((row) => judged.some((each) => use(row, each)));
  await saveGiven(tx, changed);
}

/** The order that used a code has the last word, whatever became of it meanwhile. */
function use(row: GivenCode, { order, facts }: Judged): boolean {
  const first = row.usedOrderId === null && facts.scalars?.codes.includes(row.code) === true;
  if (!first && row.usedOrderId !== order.orderId) return false;
  row.usedOrderId = order.orderId;
  row.status = 'used';
  row.costMinor = BigInt(costOfCode(facts, row.code));
  return true;
}
