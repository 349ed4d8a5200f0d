import { picture } from './pictures.ts';
import type { Shape } from './pictures.ts';
import type { ProductSeed, ShopSeed } from './seed.ts';

const GLAZES = {
  turquoise: '#2f8f9d',
  cream: '#e6d6b8',
  lapis: '#2c4a7d',
  pomegranate: '#9c2f3f',
  pistachio: '#93a86b',
};
const CLAY = '#b4774a';
/** Prices are kept in rial: a toman is ten. */
const TOMAN = 10;

function thing(
  handle: string,
  title: string,
  look: { shape: Shape; glaze: keyof typeof GLAZES; type: string },
  description: string,
  variants: readonly (readonly [string, number])[],
): ProductSeed {
  return {
    handle,
    title,
    vendor: 'خانهٔ سفال',
    type: look.type,
    tags: [],
    description,
    picture: picture(look.shape, GLAZES[look.glaze], CLAY, '#f6f0e4'),
    variants: variants.map(([name, toman], n) => ({
      title: name,
      priceMinor: toman * TOMAN,
      sku: `KS-${handle.slice(0, 8).toUpperCase()}-${n + 1}`,
    })),
  };
}

/** An Iranian shop for pottery: rial in the books, toman in speech, tax inside the price. */
export const khanesofal: ShopSeed = {
  shop: {
    domain: 'khanesofal.myshopify.com',
    name: 'خانهٔ سفال',
    handle: 'khanesofal',
    currency: 'IRR',
    locale: 'fa',
    locales: ['fa', 'en', 'ar'],
    timeZone: 'Asia/Tehran',
    taxesIncluded: true,
    taxRateBasisPoints: 1000,
    shippingMinor: 950_000,
    moneyFormat: '{{amount_no_decimals}} تومان',
    moneyFactor: 10,
    plan: 'basic',
  },
  products: [
    thing(
      'livan-firoozeh',
      'لیوان فیروزه',
      { shape: 'mug', glaze: 'turquoise', type: 'لیوان' },
      'لیوان سفالی دست‌ساز با لعاب فیروزه‌ای؛ جادار و خوش‌دست.',
      [
        ['فیروزه‌ای', 480_000],
        ['کرم', 480_000],
      ],
    ),
    thing(
      'kase-abgoosht',
      'کاسهٔ آبگوشت',
      { shape: 'bowl', glaze: 'cream', type: 'کاسه' },
      'کاسهٔ گود و پهن، مناسب آش و آبگوشت. روی هم چیده می‌شود.',
      [['کرم', 620_000]],
    ),
    thing(
      'boshghab-lajevard',
      'بشقاب لاجورد',
      { shape: 'plate', glaze: 'lapis', type: 'بشقاب' },
      'بشقاب غذاخوری با لبهٔ برجسته و لعاب لاجوردی مات.',
      [['لاجوردی', 740_000]],
    ),
    thing(
      'ghoori-anar',
      'قوری انار',
      { shape: 'teapot', glaze: 'pomegranate', type: 'قوری' },
      'قوری چهارنفره؛ چای را گرم نگه می‌دارد و چکه نمی‌کند.',
      [['اناری', 1_850_000]],
    ),
    thing(
      'goldan-pesteh',
      'گلدان پسته',
      { shape: 'vase', glaze: 'pistachio', type: 'گلدان' },
      'گلدان بلند برای شاخه‌های بلند، با کف سنگین و پایدار.',
      [
        ['کوچک', 980_000],
        ['بزرگ', 1_450_000],
      ],
    ),
    thing(
      'takhte-nan',
      'تختهٔ نان',
      { shape: 'board', glaze: 'cream', type: 'چوبی' },
      'تختهٔ یک‌تکه از چوب گردو، روغن‌خورده و آمادهٔ سفره.',
      [['گردو', 1_120_000]],
    ),
    thing(
      'dastmal-ketan',
      'دستمال کتان',
      { shape: 'cloth', glaze: 'turquoise', type: 'پارچه' },
      'کتان شسته و سنگین که با هر شست‌وشو نرم‌تر می‌شود.',
      [['راه‌راه', 390_000]],
    ),
    thing(
      'namakdan-lajevard',
      'نمکدان لاجورد',
      { shape: 'jar', glaze: 'lapis', type: 'ظرف نگهداری' },
      'نمک را کنار اجاق خشک نگه می‌دارد؛ با در چوبی.',
      [['لاجوردی', 860_000]],
    ),
    thing(
      'ghashogh-chobi',
      'قاشق چوب زیتون',
      { shape: 'spoon', glaze: 'pistachio', type: 'چوبی' },
      'تراشیده از یک تکه چوب زیتون؛ هیچ دو تایی شبیه هم نیست.',
      [['یک اندازه', 210_000]],
    ),
    {
      ...thing(
        'kart-hediyeh',
        'کارت هدیهٔ خانهٔ سفال',
        { shape: 'card', glaze: 'pomegranate', type: 'کارت هدیه' },
        'با ایمیل فرستاده می‌شود و تاریخ پایان ندارد.',
        [
          ['۵۰۰ هزار تومان', 500_000],
          ['۱ میلیون تومان', 1_000_000],
        ],
      ),
      giftCard: true,
    },
  ],
  customers: [
    {
      email: 'shirin.mehrabi@example.com',
      phone: '+989120000101',
      firstName: 'شیرین',
      lastName: 'مهرابی',
      locale: 'fa',
    },
    {
      email: null,
      phone: '+989120000102',
      firstName: 'آرش',
      lastName: 'کیان‌پور',
      locale: 'fa',
    },
    {
      email: 'hanna.berg@example.com',
      phone: null,
      firstName: 'Hanna',
      lastName: 'Berg',
      locale: 'en',
    },
    {
      email: 'yusuf.mansour@example.com',
      phone: null,
      firstName: 'يوسف',
      lastName: 'منصور',
      locale: 'ar',
    },
  ],
  codes: [
    {
      code: 'AUTUMN15',
      value: { kind: 'percentage', millionths: 150_000 },
      combinesWith: { order: false, product: false, shipping: false },
    },
    {
      code: 'YALDA',
      value: { kind: 'amount', amountMinor: 1_000_000 },
      combinesWith: { order: false, product: false, shipping: true },
      minimumSubtotalMinor: 10_000_000,
    },
  ],
  collections: [
    { handle: 'sofreh', title: 'سفره', products: ['kase-abgoosht', 'boshghab-lajevard'] },
    { handle: 'chay', title: 'چای', rules: [{ column: 'TYPE', condition: 'قوری' }] },
  ],
};
