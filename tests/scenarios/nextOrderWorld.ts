/** What the stories of next-order codes have in common: a program with one, a buyer, the outbox. */
import type { OutboxMail } from '../../simulator/front.types.ts';
import type { SimOrderSummary } from '../../simulator/types.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { SHOP, aProgram } from '../world.ts';
import type { World } from '../world.ts';

/** 10 % off the next order, after every order, for 30 days; nobody is held out. */
export const withNextOrder = (
  over: Partial<NonNullable<ProgramBody['nextOrder']>> = {},
  rest: Partial<ProgramBody> = {},
): ProgramBody =>
  aProgram({
    holdOut: false,
    nextOrder: {
      value: { kind: 'percentOff', basisPoints: 1000 },
      minimumMinor: 2000,
      combinesWith: { order: false, product: false, shipping: true },
      who: 'all',
      days: 30,
      quietDays: 90,
      reminderDays: [7, 2],
      ...over,
    },
    ...rest,
  });

export const newBuyer = (world: World, over: { email?: string | null; locale?: string } = {}) =>
  world.sim.commerce.createCustomer(SHOP, {
    email: `${crypto.randomUUID()}@example.com`,
    phone: null,
    firstName: 'Sara',
    lastName: 'Test',
    ...over,
  });

/** A mug of 24.00. */
export function mugOf(world: World): string {
  const found = world.sim.commerce
    .products(SHOP)
    .find((p) => !p.giftCard && p.variants[0]?.priceMinor === 2400);
  return found?.variants[0]?.id ?? '';
}

/** Two mugs for a customer: 48.00. */
export const buyMugs = (
  world: World,
  customerId: string,
  over: { codes?: string[]; placedAt?: number; paid?: boolean } = {},
): Promise<SimOrderSummary> =>
  world.buy({
    buyer: { kind: 'customer', customerId },
    lines: [{ variantId: mugOf(world), quantity: 2 }],
    ...over,
  });

export const refundAll = (world: World, order: SimOrderSummary): SimOrderSummary =>
  world.sim.commerce.refund(SHOP, {
    orderId: order.id,
    lines: order.lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    shipping: true,
  });

/** The mails that reached an address, oldest first. */
export async function mailsTo(world: World, address: string | null): Promise<OutboxMail[]> {
  const response = await fetch(`${world.sim.url}/outbox.json`);
  const { mails } = (await response.json()) as { mails: OutboxMail[] };
  return mails.filter((mail) => address !== null && mail.to.includes(address)).toReversed();
}

export type CodeRow = {
  status: string;
  code: string;
  reason: string | null;
  unmailed: string | null;
  used_order_id: string | null;
  cost_minor: string;
  ends_at: Date;
};

/** The next-order code of an order, as it is stored. */
export async function codeOf(world: World, order: SimOrderSummary): Promise<CodeRow | null> {
  const { rows } = await world.owner.query<CodeRow>(
    `select n.* from next_order_codes n join orders o using (club_id, order_id)
     where o.platform_order_id = $1`,
    [order.id],
  );
  return rows[0] ?? null;
}

/** Whether the platform would take the code for two mugs. */
export const worksAtCheckout = (world: World, code: string): boolean =>
  world.sim.commerce.priceCart(SHOP, {
    lines: [{ variantId: mugOf(world), quantity: 2 }],
    codes: [code],
    customerId: null,
  }).codes[0]?.applicable ?? false;
