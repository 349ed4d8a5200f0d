import type { Database } from '../state/database.ts';
import type { Ids } from '../state/ids.ts';
import { gid } from '../state/ids.ts';

/** 60 minutes and 90 days, as `expires_in` and `refresh_token_expires_in` say (in seconds). */
export const ACCESS_TOKEN_S = 3_600;
export const REFRESH_TOKEN_S = 7_776_000;
/** A replaced refresh token may be used until its successor is, and no longer than this. */
const REPLACED_GRACE_MS = 30 * 24 * 3_600 * 1000;

export type TokenPair = { accessToken: string; refreshToken: string; scopes: string };

/**
 * Which shops have the app, and the tokens it holds for them.
 * https://shopify.dev/docs/apps/build/authentication-authorization/access-tokens/offline-access-tokens
 */
export type Installs = {
  installed(shopDomain: string): boolean;
  /** gid://shopify/AppInstallation/…; stable for a shop, installed or not. */
  installationId(shopDomain: string): string;
  /** Installs the app if need be and mints a pair of tokens. */
  grant(shopDomain: string, scopes: readonly string[]): TokenPair;
  /** Null when the refresh token is unknown, expired or already superseded by a used successor. */
  refresh(shopDomain: string, refreshToken: string): TokenPair | null;
  /** The scopes behind a live access token of this shop; null otherwise. */
  authorize(shopDomain: string, accessToken: string): readonly string[] | null;
  remove(shopDomain: string): void;
  /** Access tokens end before their time; refresh tokens stay. */
  takeBack(shopDomain: string): void;
  /** Pairs of tokens that this installation was ever given. */
  minted(shopDomain: string): number;
  /**
   * The merchant has granted this much and no more, as when a newer version of the app asks for more
   * and nobody has opened it since; null: all that the app asks for.
   * https://shopify.dev/docs/apps/build/authentication-authorization/app-installation/manage-access-scopes
   */
  grantOnly(shopDomain: string, scopes: readonly string[] | null): void;
};

/** `onInstall` runs when a shop gets the app that it did not have. */
export function makeInstalls(
  db: Database,
  ids: Ids,
  now: () => number,
  onInstall: (shopDomain: string) => void,
): Installs {
  const scopesOf = (shop: string): string | null => {
    const row = db.one('SELECT scopes FROM installs WHERE shop = ?', shop);
    return row ? String(row['scopes']) : null;
  };
  const limits = new Map<string, readonly string[]>();
  return {
    installed: (shop) => scopesOf(shop) !== null,
    installationId(shop) {
      const row = db.one(
        'SELECT json_extract(body, ?) AS id FROM shops WHERE domain = ?',
        '$.id',
        shop,
      );
      return gid('AppInstallation', `${String(row?.['id'] ?? '0')}1`);
    },
    grant: (shop, scopes) =>
      db.transaction(() => {
        const text = (limits.get(shop) ?? scopes).join(',');
        if (scopesOf(shop) === null) onInstall(shop);
        db.run(
          `INSERT INTO installs (shop, id, installed_at, scopes) VALUES (?, ?, ?, ?)
           ON CONFLICT (shop) DO UPDATE SET scopes = excluded.scopes`,
          shop,
          ids.next(),
          now(),
          text,
        );
        return mint({ db, ids, now }, { shop, scopes: text, replaces: null });
      }),
    refresh: (shop, refreshToken) =>
      db.transaction(() => {
        const row = db.one(
          `SELECT * FROM tokens WHERE token = ? AND shop = ? AND kind = 'refresh'`,
          refreshToken,
          shop,
        );
        const scopes = scopesOf(shop);
        if (!row || scopes === null || Number(row['expires_at']) <= now()) return null;
        // Using a successor ends its predecessor; the used token itself gets its grace.
        // https://shopify.dev/changelog (2026-08-28, refresh token rotation)
        if (row['replaces']) db.run('DELETE FROM tokens WHERE token = ?', row['replaces']);
        const until = Math.min(Number(row['expires_at']), now() + REPLACED_GRACE_MS);
        db.run('UPDATE tokens SET expires_at = ? WHERE token = ?', until, refreshToken);
        return mint({ db, ids, now }, { shop, scopes, replaces: refreshToken });
      }),
    authorize(shop, accessToken) {
      const row = db.one(
        `SELECT expires_at FROM tokens WHERE token = ? AND shop = ? AND kind = 'access'`,
        accessToken,
        shop,
      );
      const scopes = scopesOf(shop);
      if (!row || scopes === null || Number(row['expires_at']) <= now()) return null;
      return scopes.split(',').filter(Boolean);
    },
    remove: (shop) =>
      db.transaction(() => {
        db.run('DELETE FROM tokens WHERE shop = ?', shop);
        db.run('DELETE FROM installs WHERE shop = ?', shop);
      }),
    ...levers(db, limits),
  };
}

type Levers = Pick<Installs, 'takeBack' | 'minted' | 'grantOnly'>;

/** What tests may do to an installation, and see of it. */
function levers(db: Database, limits: Map<string, readonly string[]>): Levers {
  return {
    takeBack(shop) {
      db.run(`UPDATE tokens SET expires_at = 0 WHERE shop = ? AND kind = 'access'`, shop);
    },
    minted(shop) {
      const sql = `SELECT count(*) AS n FROM tokens WHERE shop = ? AND kind = 'access'`;
      return Number(db.one(sql, shop)?.['n'] ?? 0);
    },
    grantOnly(shop, scopes) {
      if (scopes === null) {
        limits.delete(shop);
        return;
      }
      limits.set(shop, scopes);
      db.run('UPDATE installs SET scopes = ? WHERE shop = ?', scopes.join(','), shop);
    },
  };
}

type Hands = { db: Database; ids: Ids; now: () => number };

function mint(
  { db, ids, now }: Hands,
  of: { shop: string; scopes: string; replaces: string | null },
): TokenPair {
  const pair = ids.uuid();
  const add = (token: string, kind: 'access' | 'refresh', seconds: number): string => {
    db.run(
      'INSERT INTO tokens (token, shop, kind, pair, replaces, expires_at) VALUES (?,?,?,?,?,?)',
      token,
      of.shop,
      kind,
      pair,
      kind === 'refresh' ? of.replaces : null,
      now() + seconds * 1000,
    );
    return token;
  };
  return {
    accessToken: add(`shpat_${ids.token()}`, 'access', ACCESS_TOKEN_S),
    refreshToken: add(`shprt_${ids.token()}`, 'refresh', REFRESH_TOKEN_S),
    scopes: of.scopes,
  };
}
