/** `/api/catalogue`: what a merchant picks from where a rule asks for it. */
import type { Request, Response } from 'express';
import { findInCatalogue, nameInCatalogue } from '../../analytics/catalogue.ts';
import { catalogueQuery } from '../../../contract/catalogue.ts';
import type { CatalogueAnswer } from '../../../contract/catalogue.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf, queryValue } from '../requests.ts';
import type { Merchant } from './caller.ts';

const MOST_IDS = 200;

/** What the platform calls its things; nothing else can be one of them. */
const idsIn = (text: string | undefined): string[] =>
  [...new Set((text ?? '').split(','))].filter((id) => /^\w{1,40}$/.test(id)).slice(0, MOST_IDS);

export async function sendCatalogue(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const asked = (name: string) => queryValue(request.originalUrl, name) ?? undefined;
  const read = catalogueQuery.safeParse({
    query: asked('query'),
    products: asked('products'),
    collections: asked('collections'),
  });
  if (!read.success) return invalidOf(read.error);
  const { clubId, shopId } = merchant;
  const { query, products, collections } = read.data;
  const byId = products !== undefined || collections !== undefined;
  const ids = { products: idsIn(products), collections: idsIn(collections) };
  const found = await deps.inTransaction(clubId, (tx) =>
    byId ? nameInCatalogue(tx, shopId, ids) : findInCatalogue(tx, shopId, query),
  );
  response.json(found satisfies CatalogueAnswer);
  return null;
}
