/** Shoppers made by chance, who are the same every time. */
import { seeded } from '../../web/server/domain/retention/numbers/seeded.ts';

export const CLUB = '0190a000-0000-7000-8000-000000000001';
export const OTHER = '0190a000-0000-7000-8000-000000000002';
export const SHOP = '0190a000-0000-7000-8000-0000000000aa';
export const ZONE = 'Asia/Tehran';
export const TODAY = 20_500;
export const DAY_MS = 86_400_000;
const random = seeded(11);
export const upTo = (most: number): number => Math.floor(random() * most);
export const pick = <T>(some: readonly T[]): T => some[upTo(some.length)] as T;
export const id = (n: number): string => `0190a000-0000-7000-9000-${String(n).padStart(12, '0')}`;

export type Order = { day: number; amount: number; products: string[]; tags: string[] | null };
export type Person = {
  id: string;
  orders: Order[];
  available: number;
  locale: string | null;
  seen: number;
  tier: string | null;
  friends: number;
  sent: boolean;
  gone: 'erased' | 'merged' | null;
  foreseen: {
    alive: number | null;
    risk: number;
    orders: number;
    due: number | null;
    clv: number;
    stage: string;
  } | null;
};

export const STAGES = ['new', 'active', 'lapsing', 'lost', 'returned'];

export const PRODUCTS = [
  { id: '1', vendor: 'Clay', tags: ['Gift'], collections: ['9'] },
  { id: '2', vendor: 'Wood', tags: [], collections: ['9', '8'] },
  { id: '3', vendor: null, tags: ['gift', 'new'], collections: [] },
];

export const people: Person[] = Array.from({ length: 240 }, (_, n) => ({
  id: id(n),
  orders: Array.from({ length: upTo(1 + upTo(7)) }, () => ({
    day: TODAY - upTo(40) * upTo(10),
    amount: pick([0, 500, 1000, 1000, 2500, 40_000]),
    products: [pick(PRODUCTS).id, pick(['1', '4'])],
    tags: pick([null, [], ['VIP'], ['vip', 'wholesale']]),
  })),
  available: upTo(8) * 100,
  locale: pick(['fa', 'fa-IR', 'en-GB', 'EN', 'ar_EG', null]),
  seen: TODAY - upTo(300),
  tier: pick([null, null, 'silver', 'gold']),
  friends: upTo(4) === 0 ? upTo(4) : 0,
  sent: upTo(5) === 0,
  gone: pick([null, null, null, null, null, null, null, 'erased', 'merged'] as const),
  foreseen: pick([true, true, false])
    ? {
        alive: pick([null, 0, 0.25, 0.5, 0.9]),
        risk: pick([0.1, 0.5, 0.75, 1]),
        orders: random() * 4,
        due: pick([null, TODAY - 3, TODAY, TODAY + upTo(90)]),
        clv: upTo(9) * 1000,
        stage: pick(STAGES),
      }
    : null,
}));

/** The middle of a local day: half past eight in the morning at Greenwich is noon in Tehran. */
export const momentOf = (day: number): string =>
  new Date(day * DAY_MS + 8.5 * 3_600_000).toISOString();
