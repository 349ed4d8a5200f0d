/** The same journey through two shops: what is bought there, and the words that must be read. */
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { SHOP, SHOP_FA, aProgram } from '../world.ts';
import type { Rules } from './expected.ts';
import { desktop, phone } from './visit.ts';

export type Story = {
  language: 'en' | 'fa';
  shop: string;
  viewport: typeof phone;
  program: ProgramBody;
  rules: Rules;
  /** The label the merchant gave to ten of the currency's units, if they did. */
  money: { factor: 1 | 10; label: string | null };
  first: { handle: string; priceMinor: number; quantity: number };
  second: { handle: string; priceMinor: number; quantity: number };
  /** Days on which the points of the first and the second order are the shopper's. */
  days: [first: string, second: string];
  /** The last day of a code made on the second day. */
  codeEnds: string;
  /** What 500 points take off, and 300. */
  off: [five: string, three: string];
  offMinor: number;
  number: (value: number) => string;
  words: Words;
};

type Words = {
  promise: (n: string) => string;
  pending: (n: string) => string;
  confirm: (n: string, m: string, k: string) => string;
  until: (day: string) => string;
  applied: (m: string) => string;
  left: (k: string) => string;
  ready: string;
  back: (n: string) => string;
  balance: (n: string) => string;
  /** On the button of a member without points. */
  nothingYet: string;
};

const english: Story = {
  language: 'en',
  shop: SHOP,
  viewport: desktop,
  program: aProgram(),
  rules: { points: 5, perMinor: 100, taxInside: 0 },
  money: { factor: 1, label: null },
  first: { handle: 'harbor-mug', priceMinor: 2400, quantity: 8 },
  second: { handle: 'linen-tea-towel', priceMinor: 1999, quantity: 3 },
  days: ['15 March', '30 March'],
  codeEnds: '15 April',
  off: ['$5.00', '$3.00'],
  offMinor: 500,
  number: (value) => new Intl.NumberFormat('en-US').format(value),
  words: {
    promise: (n) => `Buy this, earn ${n} points`,
    pending: (n) => `${n} points on the way`,
    confirm: (n, m, k) => `Spend ${n} points for ${m}? You keep ${k}.`,
    until: (day) => `Yours until ${day}.`,
    applied: (m) => `${m} off is on your cart`,
    left: (k) => `You have ${k} points left.`,
    ready: 'Your code is ready',
    back: (n) => `Your ${n} points are back`,
    balance: (n) => `${n} points`,
    nothingYet: 'Points',
  },
};

/** Five points for 10,000 toman; the shop keeps its books in rial, with a tenth of tax inside. */
const rial = 100_000;
const inRial: ProgramBody = {
  ...aProgram({ currency: 'IRR' }),
  earning: { ...aProgram().earning, perMinor: rial },
  rewards: [3, 5, 10, 15, 20].map((units) => ({
    id: `off-${units}`,
    points: units * 100,
    value: { kind: 'amountOff', amountMinor: units * rial },
    minimumMinor: units * rial * 5,
    combinesWith: { order: false, product: false, shipping: true },
    codeDays: 30,
  })),
};

const persian: Story = {
  language: 'fa',
  shop: SHOP_FA,
  viewport: phone,
  program: inRial,
  rules: { points: 5, perMinor: rial, taxInside: 1000 },
  money: { factor: 10, label: 'تومان' },
  first: { handle: 'livan-firoozeh', priceMinor: 4_800_000, quantity: 4 },
  second: { handle: 'dastmal-ketan', priceMinor: 3_900_000, quantity: 3 },
  days: ['۲۴ اسفند', '۱۰ فروردین ۱۴۰۵'],
  codeEnds: '۲۶ فروردین ۱۴۰۵',
  off: ['۵۰٬۰۰۰ تومان', '۳۰٬۰۰۰ تومان'],
  offMinor: 5 * rial,
  number: (value) => new Intl.NumberFormat('fa-IR').format(value),
  words: {
    promise: (n) => `با این خرید تا ${n} امتیاز می‌گیرید`,
    pending: (n) => `${n} امتیاز در راه است`,
    confirm: (n, m, k) => `${n} امتیاز بدهید و ${m} تخفیف بگیرید؟ ${k} امتیاز برایتان می‌ماند.`,
    until: (day) => `تا ${day} فرصت دارید.`,
    applied: (m) => `${m} تخفیف روی سبد خریدتان است`,
    left: (k) => `${k} امتیاز دیگر دارید.`,
    ready: 'کدتان آماده است',
    back: (n) => `${n} امتیازتان برگشت`,
    balance: (n) => `${n} امتیاز`,
    nothingYet: 'امتیازها',
  },
};

export const stories: readonly Story[] = [english, persian];
