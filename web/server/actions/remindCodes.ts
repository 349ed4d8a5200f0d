/** What time does to next-order codes: unused ones are reminded of, and end. */
import { dueReminder, nextLook, remindersOf } from '../domain/nextOrder.ts';
import { askFor } from '../store/deliveries.ts';
import type { Ask } from '../store/deliveries.ts';
import { lockDueNextOrders, saveNextOrders } from '../store/nextOrders.ts';
import { readVersionsFast } from '../store/programs.ts';
import type { Tx } from '../store/transaction.ts';
import type { Context, ShopOfOrders } from './context.ts';
import { reminderDaysOf } from './settleNextOrderCodes.ts';

const LIMIT = 500;

/**
 * Looks at up to 500 codes that are due; answers how many there were. The end itself needs no call:
 * the platform's own end closes the code, and one that was used just before is told by its order.
 */
export async function remindCodes(tx: Tx, ctx: Context, shop: ShopOfOrders): Promise<number> {
  const rows = await lockDueNextOrders(tx, ctx.now, LIMIT);
  if (rows.length === 0) return 0;
  const versions = await readVersionsFast(tx);
  const asks: Ask[] = [];
  for (const row of rows) {
    if (row.endsAt <= ctx.now) {
      Object.assign(row, { status: 'lapsed', lookAt: null, closedAt: row.endsAt });
      continue;
    }
    const reminders = remindersOf(row, reminderDaysOf(row, versions), shop.timeZone);
    const due = dueReminder(reminders, row.remindedDays, ctx.now);
    row.lookAt = nextLook(reminders, row.endsAt, ctx.now);
    if (!due || row.status !== 'open') continue;
    const key = `reminder${due.days}/${row.orderId}`;
    asks.push({ shopId: row.shopId, kind: 'mail', key, dueAt: ctx.now });
  }
  await saveNextOrders(tx, rows);
  await askFor(tx, asks, ctx.now);
  return rows.length;
}
