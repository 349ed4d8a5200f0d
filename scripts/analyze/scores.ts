/** `--scores FILE`: a line for every shopper. */
import fs from 'node:fs';
import { csvCell } from '../../web/server/domain/csvCell.ts';
import { DAYS_IN } from '../../web/server/domain/retention/history.ts';
import type { Analysis } from './analysis.ts';

const HEAD =
  'id,recency_days,orders,amount,r,f,m,segment,x,t_x,T,p_alive,expected_orders,expected_spend,clv';
const LINES_A_WRITE = 5000;

const short = (value: number | null, decimals: number): string =>
  value === null || !Number.isFinite(value) ? '' : String(Number(value.toFixed(decimals)));

function lineOf({ base, rfm, unit, predict }: Analysis, row: number): string {
  const days = DAYS_IN[unit];
  const [x, txDays, TDays] = [base.x[row] ?? 0, base.txDays[row] ?? 0, base.TDays[row] ?? 0];
  const told = predict(row);
  return [
    csvCell(base.shopperIds[row] ?? ''),
    TDays - txDays,
    base.orders[row] ?? 0,
    short((base.amountMinor[row] ?? 0) / 100, 2),
    rfm.recency[row] ?? 0,
    rfm.frequency[row] ?? 0,
    rfm.monetary[row] ?? 0,
    csvCell(rfm.segments[rfm.segment[row] ?? 0]?.name ?? ''),
    x,
    short(txDays / days, 4),
    short(TDays / days, 4),
    short(told.pAlive, 6),
    short(told.expectedOrders, 6),
    short(told.expectedSpendMinor / 100, 4),
    short(told.clvMinor / 100, 4),
  ].join(',');
}

export function writeScores(file: string, analysis: Analysis): void {
  const handle = fs.openSync(file, 'w');
  try {
    fs.writeSync(handle, `${HEAD}\n`);
    for (let from = 0; from < analysis.base.size; from += LINES_A_WRITE) {
      const size = Math.min(LINES_A_WRITE, analysis.base.size - from);
      const lines = Array.from({ length: size }, (_, n) => lineOf(analysis, from + n));
      fs.writeSync(handle, `${lines.join('\n')}\n`);
    }
  } finally {
    fs.closeSync(handle);
  }
}
