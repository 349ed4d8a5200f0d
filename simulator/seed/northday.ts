import { picture } from './pictures.ts';
import type { Shape } from './pictures.ts';
import type { ProductSeed, ShopSeed } from './seed.ts';

const GLAZES = { sea: '#5f8a8b', oat: '#d9c7a7', ink: '#3b4654', rust: '#b5643c', moss: '#7c8a5a' };
const CLAY = '#a8764f';

function thing(
  title: string,
  look: { shape: Shape; glaze: keyof typeof GLAZES; type: string; tags?: readonly string[] },
  description: string,
  variants: readonly (readonly [string, number])[],
): ProductSeed {
  const handle = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return {
    handle,
    title,
    vendor: 'Northday',
    type: look.type,
    tags: look.tags ?? [],
    description,
    picture: picture(look.shape, GLAZES[look.glaze], CLAY),
    variants: variants.map(([name, priceMinor], n) => ({
      title: name,
      priceMinor,
      sku: `ND-${handle.slice(0, 8).toUpperCase()}-${n + 1}`,
    })),
  };
}

/** A small American shop for stoneware: dollars, tax on top. */
export const northday: ShopSeed = {
  shop: {
    domain: 'northday.myshopify.com',
    name: 'Northday',
    handle: 'northday',
    currency: 'USD',
    locale: 'en',
    locales: ['en', 'fa', 'ar'],
    timeZone: 'America/New_York',
    taxesIncluded: false,
    taxRateBasisPoints: 550,
    shippingMinor: 700,
    moneyFormat: '${{amount}}',
    moneyFactor: 1,
    plan: 'basic',
  },
  products: [
    thing(
      'Harbor Mug',
      { shape: 'mug', glaze: 'sea', type: 'Mugs', tags: ['stoneware', 'bestseller'] },
      'A 12 oz stoneware mug with a wide handle, thrown and glazed by hand.',
      [
        ['Sea', 2400],
        ['Oat', 2400],
      ],
    ),
    thing(
      'Everyday Bowl',
      { shape: 'bowl', glaze: 'oat', type: 'Bowls', tags: ['stoneware'] },
      'Deep enough for soup, wide enough for salad. Stacks neatly.',
      [['Oat', 3200]],
    ),
    thing(
      'Supper Plate',
      { shape: 'plate', glaze: 'ink', type: 'Plates', tags: ['stoneware'] },
      'A 10 inch dinner plate with a raised rim and a satin glaze.',
      [['Ink', 3600]],
    ),
    thing(
      'Morning Teapot',
      { shape: 'teapot', glaze: 'rust', type: 'Teaware', tags: ['stoneware'] },
      'Pours two large cups without a drip. Fine strainer inside the spout.',
      [['Rust', 8600]],
    ),
    thing(
      'Meadow Vase',
      { shape: 'vase', glaze: 'moss', type: 'Home', tags: ['stoneware', 'gift'] },
      'A tall vase for long stems, weighted so that it stays put.',
      [
        ['Small', 4800],
        ['Large', 7200],
      ],
    ),
    thing(
      'Bread Board',
      { shape: 'board', glaze: 'oat', type: 'Boards', tags: ['wood'] },
      'Solid white oak, oiled, with a handle that fits a hook.',
      [['Oak', 5400]],
    ),
    thing(
      'Linen Tea Towel',
      { shape: 'cloth', glaze: 'sea', type: 'Linen', tags: ['linen'] },
      'Heavy washed linen that gets softer with every wash.',
      [['Sea stripe', 1999]],
    ),
    thing(
      'Salt Jar',
      { shape: 'jar', glaze: 'ink', type: 'Storage', tags: ['stoneware'] },
      'Keeps a pound of salt dry beside the stove. Oak lid.',
      [['Ink', 4100]],
    ),
    thing(
      'Olive Wood Spoon',
      { shape: 'spoon', glaze: 'rust', type: 'Utensils', tags: ['wood'] },
      'Carved from one piece of olive wood. No two are the same.',
      [['One size', 1000]],
    ),
    {
      ...thing(
        'Northday Gift Card',
        { shape: 'card', glaze: 'moss', type: 'Gift Cards', tags: ['gift'] },
        'Sent by email, never expires.',
        [
          ['$25', 2500],
          ['$50', 5000],
          ['$100', 10000],
        ],
      ),
      giftCard: true,
    },
  ],
  customers: [
    {
      email: 'maya.lindqvist@example.com',
      phone: '+12075550101',
      firstName: 'Maya',
      lastName: 'Lindqvist',
      locale: 'en',
    },
    {
      email: 'jonah.reyes@example.com',
      phone: null,
      firstName: 'Jonah',
      lastName: 'Reyes',
      locale: 'en',
    },
    {
      email: 'parisa.nikfar@example.com',
      phone: '+12075550103',
      firstName: 'پریسا',
      lastName: 'نیک‌فر',
      locale: 'fa',
    },
    {
      email: 'salma.haddad@example.com',
      phone: null,
      firstName: 'سلمى',
      lastName: 'حداد',
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
      code: 'SHIPFREE',
      value: { kind: 'freeShipping', maximumShippingMinor: null },
      combinesWith: { order: true, product: true, shipping: false },
      minimumSubtotalMinor: 10_000,
    },
  ],
  collections: [
    {
      handle: 'table',
      title: 'At the table',
      products: ['harbor-mug', 'everyday-bowl', 'supper-plate'],
    },
    {
      handle: 'stoneware',
      title: 'Stoneware',
      rules: [{ column: 'TAG', condition: 'stoneware' }],
    },
    { handle: 'gifts', title: 'Gifts', rules: [{ column: 'TAG', condition: 'gift' }] },
  ],
};
