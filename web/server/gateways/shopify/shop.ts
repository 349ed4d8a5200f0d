import type { Answer, Card, ShopCall, ShopProfile } from '../platform.ts';
import { failed, openLine } from './graphql.ts';
import type { Line, Run } from './graphql.ts';
import { refusedBy } from './operation.ts';
import type { UserErrors } from './operation.ts';
import { gidOf, idOf } from './shapes.ts';
import { DEFINE_CARD, INSTALLATION, SHOP_PROFILE, WRITE_CARDS } from './shopOperations.ts';

/** https://shopify.dev/docs/api/admin-graphql/2026-07/mutations/metafieldsSet */
export const CARDS_A_CALL = 25;

/** `$app:` is a namespace that only this app may write. It is part of what themes rely on. */
const SHOPPER_CARD = { namespace: '$app:regulars', key: 'card' };
/** Read in Liquid as app.metafields.regulars.card; metafields of an installation are the app's own. */
const CLUB_CARD = { namespace: 'regulars', key: 'card' };

export async function shopProfile(
  run: Run,
  call: ShopCall,
): Promise<Answer<{ profile: ShopProfile }>> {
  const answer = await run(openLine(call), SHOP_PROFILE);
  if (!answer.ok) return answer;
  const { shop } = answer.data;
  return {
    ok: true,
    profile: {
      platformShopId: idOf(shop.id, 'Shop'),
      domain: shop.myshopifyDomain,
      storefrontOrigin: new URL(shop.primaryDomain.url).origin,
      name: shop.name,
      currency: shop.currencyCode,
      timeZone: shop.ianaTimezone,
    },
  };
}

/**
 * Defines the shopper's card so that Liquid may read it. Running it again is told TAKEN: done.
 * https://shopify.dev/docs/apps/build/custom-data/metafields/definitions
 */
export async function prepareShop(run: Run, call: ShopCall): Promise<Answer<object>> {
  const answer = await run(openLine(call), DEFINE_CARD, {
    definition: {
      ...SHOPPER_CARD,
      name: 'Regulars card',
      ownerType: 'CUSTOMER',
      type: 'json',
      access: { storefront: 'PUBLIC_READ' },
    },
  });
  if (!answer.ok) return answer;
  const errors = answer.data.defined?.userErrors ?? [];
  const others = errors.filter(({ code }) => code !== 'TAKEN');
  return others.length > 0 ? failed(refusedBy(others)) : { ok: true };
}

/** The place of the card that a user error is about: field is ["metafields", "3", "ownerId"]. */
const placeOf = ({ field }: UserErrors[number]): number =>
  field?.[0] === 'metafields' && /^\d+$/.test(field[1] ?? '') ? Number(field[1]) : -1;

type Input = { place: number; metafield: object };

/**
 * metafieldsSet is all or nothing, so one deleted customer would hold back everyone else: what it
 * refuses by place is left out, and the rest is sent once more.
 */
async function write(
  run: Run,
  line: Line,
  inputs: readonly Input[],
  refused: readonly number[],
): Promise<Answer<{ refused: readonly number[] }>> {
  if (inputs.length === 0) return { ok: true, refused };
  const cards = inputs.map(({ metafield }) => metafield);
  const answer = await run(line, WRITE_CARDS, { cards });
  if (!answer.ok) return answer;
  const errors = answer.data.written?.userErrors ?? [];
  if (errors.length === 0) return { ok: true, refused };
  const bad = new Set(errors.map(placeOf));
  if (bad.has(-1)) return failed(refusedBy(errors));
  const dropped = inputs.filter((_, at) => bad.has(at)).map(({ place }) => place);
  if (dropped.length === 0) return failed(refusedBy(errors));
  const kept = inputs.filter((_, at) => !bad.has(at));
  return write(
    run,
    line,
    kept,
    [...refused, ...dropped].sort((a, b) => a - b),
  );
}

export async function writeCards(
  run: Run,
  call: ShopCall,
  cards: readonly Card[],
): Promise<Answer<{ refused: readonly number[] }>> {
  if (cards.length > CARDS_A_CALL) throw new RangeError(`${cards.length} cards in one call`);
  const line = openLine(call);
  let installationId = '';
  if (cards.some((card) => card.owner === 'club')) {
    const answer = await run(line, INSTALLATION);
    if (!answer.ok) return answer;
    installationId = answer.data.installation.id;
  }
  const inputs = cards.map((card, place) => ({
    place,
    metafield: {
      ...(card.owner === 'club'
        ? { ...CLUB_CARD, ownerId: installationId }
        : { ...SHOPPER_CARD, ownerId: gidOf('Customer', card.customerId) }),
      type: 'json',
      value: card.json,
    },
  }));
  return write(run, line, inputs, []);
}
