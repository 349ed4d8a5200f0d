import type { DocumentNode, GraphQLError } from 'graphql';
import type { Hands } from '../engine/placing.ts';
import type { Jobs } from '../engine/jobs.ts';
import type { ProtectedLevel } from '../shopAccess.ts';
import type { Bulk } from './bulk.ts';
import type { SimShop } from '../types.ts';

/** What every resolver gets: one shop, the scopes of the token that asks, and hands. */
export type Asking = Hands & {
  shop: SimShop;
  scopes: readonly string[];
  protectedData: ProtectedLevel;
  apiKey: string;
  appName: string;
  appUrl: string;
  installationId: string;
  storefrontOrigin: string;
  jobs: Jobs;
  bulk: Bulk;
};

export type Arguments = Readonly<Record<string, unknown>>;
/** An object type's answer: values, or functions of the field's arguments. */
export type Node = { readonly [field: string]: unknown };
/** Runs a query for the one who asks, within the query that is answered. */
export type Again = (document: DocumentNode) => {
  data: Readonly<Record<string, unknown>> | null;
  errors: readonly GraphQLError[];
};
export type RootField = (asking: Asking, args: Arguments, again: Again) => unknown;

export type UserError = {
  field: readonly string[] | null;
  message: string;
  code: string | null;
  extraInfo?: string | null;
  elementIndex?: number | null;
};
