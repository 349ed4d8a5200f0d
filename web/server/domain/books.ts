/**
 * The books: double entry in points. A `Draft` is one shopper's account as it was locked and read,
 * and the movements that a decision adds to it; the action writes the draft down as one commit.
 *
 * Points are whole numbers (bigint), times are ms since the epoch. `available` is always the open
 * lots minus the open debts, and the two never coexist: every credit repays debt first.
 * (Two-phase holds as in TigerBeetle's docs/coding/two-phase-transfers.md.)
 */
export type ShopperAccount = 'pending' | 'available' | 'held';
export type ClubAccount =
  'issued' | 'redeemed' | 'expired' | 'clawedBack' | 'debtWrittenOff' | 'adjusted';
export type Reason =
  | 'earn'
  | 'clawback'
  | 'mature'
  | 'hold'
  | 'redeem'
  | 'void'
  | 'return'
  | 'retake'
  | 'expire'
  | 'adjust'
  | 'writeOff';

export type Lot = {
  id: string;
  orderId: string | null;
  /** All that ever came into this lot, and what is still open. */
  points: bigint;
  open: bigint;
  availableAt: number;
  expiresAt: number | null;
};

export type Debt = {
  id: string;
  points: bigint;
  open: bigint;
  occurredAt: number;
  writeOffAt: number;
};

export type Account = {
  shopperId: string;
  pending: bigint;
  available: bigint;
  held: bigint;
  lots: Lot[];
  debts: Debt[];
};

export type LotMove = { lotId: string; points: bigint };

export type Transfer = {
  id: string;
  from: ShopperAccount | ClubAccount;
  to: ShopperAccount | ClubAccount;
  shopperId: string;
  points: bigint;
  reason: Reason;
  orderId: string | null;
  redemptionId: string | null;
  posting: number | null;
  ofTransferId: string | null;
  occurredAt: number;
  explain: unknown;
  lotMoves: LotMove[];
};

export type Draft = {
  account: Account;
  transfers: Transfer[];
  /** Lots and debts that were made or changed. */
  lotsTouched: Set<Lot>;
  debtsTouched: Set<Debt>;
  newId: () => string;
};

/** What an order's row remembers of its postings. */
export type OrderBook = { orderId: string; points: bigint; pending: bigint; nextPosting: number };

const DEBT_LIFE_MONTHS = 12;
const SHOPPER_ACCOUNTS: ReadonlySet<string> = new Set(['pending', 'available', 'held']);

export const isShopperAccount = (name: string): name is ShopperAccount =>
  SHOPPER_ACCOUNTS.has(name);

export const openDraft = (account: Account, newId: () => string): Draft => ({
  account,
  transfers: [],
  lotsTouched: new Set(),
  debtsTouched: new Set(),
  newId,
});

export const debtOf = (account: Account): bigint =>
  account.debts.reduce((sum, debt) => sum + debt.open, 0n);

type TransferInput = Pick<Transfer, 'from' | 'to' | 'points' | 'reason' | 'occurredAt'> &
  Partial<Pick<Transfer, 'orderId' | 'redemptionId' | 'posting' | 'ofTransferId' | 'explain'>>;

function move(draft: Draft, input: TransferInput): Transfer {
  if (input.points <= 0n) throw new Error(`a transfer moves at least one point: ${input.reason}`);
  const transfer: Transfer = {
    orderId: null,
    redemptionId: null,
    posting: null,
    ofTransferId: null,
    explain: null,
    ...input,
    id: draft.newId(),
    shopperId: draft.account.shopperId,
    lotMoves: [],
  };
  if (isShopperAccount(input.from)) draft.account[input.from] -= input.points;
  if (isShopperAccount(input.to)) draft.account[input.to] += input.points;
  draft.transfers.push(transfer);
  return transfer;
}

function shiftLot(draft: Draft, transfer: Transfer, lot: Lot, points: bigint): void {
  if (points === 0n) return;
  lot.open += points;
  draft.lotsTouched.add(lot);
  const earlier = transfer.lotMoves.find((m) => m.lotId === lot.id);
  if (earlier) earlier.points += points;
  else transfer.lotMoves.push({ lotId: lot.id, points });
}

/** Spent oldest first: by expiry (none last), then availability, then id. */
export function bySpendingOrder(a: Lot, b: Lot): number {
  const ends = (lot: Lot) => lot.expiresAt ?? Number.POSITIVE_INFINITY;
  if (ends(a) !== ends(b)) return ends(a) - ends(b);
  if (a.availableAt !== b.availableAt) return a.availableAt - b.availableAt;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Takes up to `points` out of open lots, the given order's own lot first. Answers what it got. */
function takeFromLots(draft: Draft, transfer: Transfer, points: bigint, ownOrder: string | null) {
  const own = draft.account.lots.filter((lot) => ownOrder !== null && lot.orderId === ownOrder);
  const others = draft.account.lots.filter((lot) => !own.includes(lot)).sort(bySpendingOrder);
  let left = points;
  for (const lot of [...own, ...others]) {
    if (left === 0n) break;
    const taken = lot.open < left ? lot.open : left;
    shiftLot(draft, transfer, lot, -taken);
    left -= taken;
  }
  return points - left;
}

/** Repays debt, oldest first; answers what is left to become a lot. */
function repayDebt(draft: Draft, points: bigint): bigint {
  let left = points;
  for (const debt of [...draft.account.debts].sort((a, b) => a.occurredAt - b.occurredAt)) {
    if (left === 0n) break;
    const paid = debt.open < left ? debt.open : left;
    if (paid === 0n) continue;
    debt.open -= paid;
    draft.debtsTouched.add(debt);
    left -= paid;
  }
  return left;
}

type NewLot = { orderId: string | null; availableAt: number; expiresAt: number | null };

/** Puts a credit's rest (after debt) into its order's lot, or into a new one. */
function putIntoLot(draft: Draft, transfer: Transfer, points: bigint, source: NewLot): void {
  if (points === 0n) return;
  let lot = draft.account.lots.find((l) => l.orderId !== null && l.orderId === source.orderId);
  if (!lot) {
    lot = { id: draft.newId(), ...source, points: 0n, open: 0n };
    draft.account.lots.push(lot);
  }
  lot.points += points;
  shiftLot(draft, transfer, lot, points);
}

function addMonths(ms: number, months: number): number {
  const date = new Date(ms);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.getTime();
}

function owe(draft: Draft, points: bigint, occurredAt: number): void {
  const writeOffAt = addMonths(occurredAt, DEBT_LIFE_MONTHS);
  const debt: Debt = { id: draft.newId(), points, open: points, occurredAt, writeOffAt };
  draft.account.debts.push(debt);
  draft.debtsTouched.add(debt);
}

/** What an order is worth now, against what has been posted: the difference is posted, or nothing. */
export function postOrder(
  draft: Draft,
  order: OrderBook,
  target: bigint,
  how: { occurredAt: number; shortage: 'owe' | 'writeOff'; explain: unknown },
): void {
  const difference = target - order.points;
  if (difference === 0n) return;
  order.points = target;
  const about = { orderId: order.orderId, occurredAt: how.occurredAt, explain: how.explain };
  if (difference > 0n) {
    const posting = order.nextPosting++;
    move(draft, {
      from: 'issued',
      to: 'pending',
      points: difference,
      reason: 'earn',
      posting,
      ...about,
    });
    order.pending += difference;
    return;
  }
  const back = -difference;
  const soft = order.pending < back ? order.pending : back;
  if (soft > 0n) {
    const posting = order.nextPosting++;
    move(draft, {
      from: 'pending',
      to: 'clawedBack',
      points: soft,
      reason: 'clawback',
      posting,
      ...about,
    });
    order.pending -= soft;
  }
  if (back > soft) takeBack(draft, order, back - soft, how);
}

/** From the order's own lot, then other lots, then debt (or written off, as the program says). */
function takeBack(
  draft: Draft,
  order: OrderBook,
  points: bigint,
  how: { occurredAt: number; shortage: 'owe' | 'writeOff'; explain: unknown },
): void {
  const about = { orderId: order.orderId, occurredAt: how.occurredAt, explain: how.explain };
  const open = draft.account.lots.reduce((sum, lot) => sum + lot.open, 0n);
  const fromLots = open < points ? open : points;
  const short = points - fromLots;
  const taken = how.shortage === 'owe' ? points : fromLots;
  if (taken > 0n) {
    const posting = order.nextPosting++;
    const transfer = move(draft, {
      from: 'available',
      to: 'clawedBack',
      points: taken,
      reason: 'clawback',
      posting,
      ...about,
    });
    takeFromLots(draft, transfer, fromLots, order.orderId);
    if (taken > fromLots) owe(draft, short, how.occurredAt);
  }
  if (how.shortage === 'writeOff' && short > 0n) {
    const posting = order.nextPosting++;
    move(draft, {
      from: 'debtWrittenOff',
      to: 'clawedBack',
      points: short,
      reason: 'writeOff',
      posting,
      ...about,
    });
  }
}

/** Points on the way become the shopper's: debt first, the rest is the order's lot. */
export function matureOrder(
  draft: Draft,
  order: OrderBook,
  when: { availableAt: number; expiresAt: number | null },
): void {
  const points = order.pending;
  if (points === 0n) return;
  order.pending = 0n;
  const transfer = move(draft, {
    from: 'pending',
    to: 'available',
    points,
    reason: 'mature',
    orderId: order.orderId,
    posting: order.nextPosting++,
    occurredAt: when.availableAt,
  });
  const rest = repayDebt(draft, points);
  if (rest < points) transfer.explain = { debtRepaid: Number(points - rest) };
  putIntoLot(draft, transfer, rest, { orderId: order.orderId, ...when });
}

/** Sets points aside for a redemption. The caller has decided that they are there. */
export function hold(draft: Draft, points: bigint, redemptionId: string, now: number): Transfer {
  if (draft.account.available < points) throw new Error('a hold needs the points to be there');
  const transfer = move(draft, {
    from: 'available',
    to: 'held',
    points,
    reason: 'hold',
    redemptionId,
    occurredAt: now,
  });
  takeFromLots(draft, transfer, points, null);
  return transfer;
}

/** What a redemption's row remembers of its postings; `holdMoves` are the hold's own lot moves. */
export type RedemptionBook = {
  redemptionId: string;
  points: bigint;
  returned: bigint;
  nextPosting: number;
  holdTransferId: string;
  holdMoves: readonly LotMove[];
};

/** The code is out: the held points are spent. */
export function postHold(draft: Draft, redemption: RedemptionBook, now: number): void {
  move(draft, {
    from: 'held',
    to: 'redeemed',
    points: redemption.points,
    reason: 'redeem',
    ...about(redemption, now),
  });
}

/** No code came of it: the held points go back into the lots they came from. */
export function voidHold(draft: Draft, book: RedemptionBook, now: number, floor: number | null) {
  const transfer = move(draft, {
    from: 'held',
    to: 'available',
    points: book.points,
    reason: 'void',
    ...about(book, now),
  });
  giveBack(draft, transfer, book, book.points, now, floor);
}

/**
 * Gives back spent points so that `target` of them are returned in all; a lower target than before
 * takes them again, by debt if need be. `floor` is the earliest expiry the points come back with
 * (null: none expire).
 */
export function returnPoints(
  draft: Draft,
  book: RedemptionBook,
  target: bigint,
  now: number,
  floor: number | null,
): void {
  const difference = target - book.returned;
  if (difference === 0n) return;
  if (difference > 0n) {
    const transfer = move(draft, {
      from: 'redeemed',
      to: 'available',
      points: difference,
      reason: 'return',
      ...about(book, now),
    });
    giveBack(draft, transfer, book, difference, now, floor);
  } else {
    const transfer = move(draft, {
      from: 'available',
      to: 'redeemed',
      points: -difference,
      reason: 'retake',
      ...about(book, now),
    });
    const got = takeFromLots(draft, transfer, -difference, null);
    if (got < -difference) owe(draft, -difference - got, now);
  }
  book.returned = target;
}

function about(redemption: RedemptionBook, now: number) {
  return {
    redemptionId: redemption.redemptionId,
    ofTransferId: redemption.holdTransferId,
    posting: redemption.nextPosting++,
    occurredAt: now,
  };
}

/**
 * Repays debt, then refills the hold's lots, those taken last first (they live longest). A lot that
 * would end before `floor` and still has other open points is left alone: a new lot takes these.
 */
function giveBack(
  draft: Draft,
  transfer: Transfer,
  book: RedemptionBook,
  points: bigint,
  now: number,
  floor: number | null,
): void {
  let left = repayDebt(draft, points);
  if (left < points) transfer.explain = { debtRepaid: Number(points - left) };
  let skip = book.returned;
  for (const taken of [...book.holdMoves].reverse()) {
    const size = -taken.points;
    const skipped = skip < size ? skip : size;
    skip -= skipped;
    const part = left < size - skipped ? left : size - skipped;
    if (part === 0n) continue;
    left -= part;
    const lot = draft.account.lots.find((l) => l.id === taken.lotId);
    const early = lot && lot.expiresAt !== null && (floor === null || lot.expiresAt < floor);
    if (lot && early && lot.open === 0n) lot.expiresAt = floor;
    if (lot && (!early || lot.open === 0n)) shiftLot(draft, transfer, lot, part);
    else putIntoLot(draft, transfer, part, { orderId: null, availableAt: now, expiresAt: floor });
  }
  if (left > 0n)
    putIntoLot(draft, transfer, left, { orderId: null, availableAt: now, expiresAt: floor });
}

/** Lots whose end has come lose what is still open. */
export function expireLots(draft: Draft, now: number): void {
  for (const lot of draft.account.lots) {
    if (lot.open === 0n || lot.expiresAt === null || lot.expiresAt > now) continue;
    const points = lot.open;
    const transfer = move(draft, {
      from: 'available',
      to: 'expired',
      points,
      reason: 'expire',
      occurredAt: lot.expiresAt,
    });
    shiftLot(draft, transfer, lot, -points);
  }
}

/** Debts older than twelve months are let go. */
export function writeOffDebts(draft: Draft, now: number): void {
  for (const debt of draft.account.debts) {
    if (debt.open === 0n || debt.writeOffAt > now) continue;
    move(draft, {
      from: 'debtWrittenOff',
      to: 'available',
      points: debt.open,
      reason: 'writeOff',
      occurredAt: debt.writeOffAt,
    });
    debt.open = 0n;
    draft.debtsTouched.add(debt);
  }
}

/** A person gives (+) or takes (-) points; what is not there cannot be taken. */
export function adjust(
  draft: Draft,
  points: bigint,
  how: { now: number; expiresAt: number | null; note: string },
): boolean {
  const explain = { note: how.note };
  if (points < 0n && draft.account.available < -points) return false;
  if (points > 0n) {
    const transfer = move(draft, {
      from: 'adjusted',
      to: 'available',
      points,
      reason: 'adjust',
      occurredAt: how.now,
      explain,
    });
    const rest = repayDebt(draft, points);
    putIntoLot(draft, transfer, rest, {
      orderId: null,
      availableAt: how.now,
      expiresAt: how.expiresAt,
    });
  } else if (points < 0n) {
    const transfer = move(draft, {
      from: 'available',
      to: 'adjusted',
      points: -points,
      reason: 'adjust',
      occurredAt: how.now,
      explain,
    });
    takeFromLots(draft, transfer, -points, null);
  }
  return true;
}

/** Under `inactivity`, an order or a redemption moves the end of every open lot. */
export function keepAlive(draft: Draft, expiresAt: number): void {
  for (const lot of draft.account.lots) {
    if (lot.open === 0n || lot.expiresAt === null || lot.expiresAt >= expiresAt) continue;
    lot.expiresAt = expiresAt;
    draft.lotsTouched.add(lot);
  }
}
