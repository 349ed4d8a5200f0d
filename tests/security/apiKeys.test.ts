/** Keys of merchants' own systems: what one opens, what it does not, and where it can be found. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiKeysAnswer } from '../../web/contract/merchantKeys.ts';
import { callWithKey, makeKey } from '../scenarios/actions.ts';
import { sessionToken } from '../signing.ts';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { placesOfText } from '../scenarios/wholeDatabase.ts';

let world: World;
let key: string;
const said: string[] = [];

beforeAll(async () => {
  world = await startWorld({
    env: { LOG_LEVEL: 'debug' },
    hands: { logTo: { write: (line) => void said.push(line) } },
  });
  ({ key } = await makeKey(world));
});
afterAll(() => world.stop());

const body = (name: string) => ({
  key: name,
  action: 'visit',
  shopper: { email: 'ada@example.com' },
});
const statusOf = async (by: string, name = 'x', place = 'actions') =>
  (await callWithKey(world, by, body(name), place)).status;

describe('a key', () => {
  test('is shown once, and nothing that is kept or logged holds it', async () => {
    expect(await statusOf(key, 'first')).toBe(200);
    const listed = await world.api<ApiKeysAnswer>('GET', '/api/keys');
    expect(listed.body.keys[0]?.name).toBe('Our till');
    expect(listed.body.keys[0]?.lastUsedAt).not.toBeNull();
    expect(listed.text).not.toContain(key);
    expect(await placesOfText(world, key)).toEqual([]);
    expect(said.join('')).not.toContain(key);
  });

  test('holds 256 bits, and no two are alike', async () => {
    const [one, other] = [await makeKey(world), await makeKey(world)];
    expect(one.key).toMatch(/^regulars_[\w-]{43}$/);
    expect(one.key).not.toBe(other.key);
  });

  test('opens nothing of the admin, and no session token opens its address', async () => {
    const authorization = `Bearer ${key}`;
    for (const place of ['home', 'keys', 'shoppers', 'program']) {
      const answer = await fetch(`${world.app.url}/api/${place}`, { headers: { authorization } });
      expect([place, answer.status]).toEqual([place, 401]);
    }
    expect(await statusOf(sessionToken(SHOP, world.sim.clock.now()))).toBe(401);
    for (const wrong of ['', 'regulars_', `${key}x`, key.slice(0, -1), key.toUpperCase()]) {
      expect(await statusOf(wrong)).toBe(401);
    }
  });

  test('does only what its scopes name', async () => {
    const { key: narrow } = await makeKey(world, ['birthdays:write']);
    const refused = await callWithKey(world, narrow, body('narrow'));
    expect([refused.status, refused.text]).toEqual([
      403,
      expect.stringContaining('noScope') as string,
    ]);
  });

  test('that was revoked opens nothing from then on', async () => {
    const made = await makeKey(world);
    expect(await statusOf(made.key, 'before')).toBe(200);
    const revoked = await world.api('POST', `/api/keys/${made.keyId}/revoke`, {});
    expect(revoked.status).toBe(200);
    expect(await statusOf(made.key, 'before')).toBe(401);
    expect((await world.api('POST', `/api/keys/${made.keyId}/revoke`, {})).status).toBe(404);
    const { rows } = await world.owner.query(
      `select action, actor from audit_log where details ->> 'keyId' = $1 order by at, entry_id`,
      [made.keyId],
    );
    expect(rows.map(({ action }: { action: string }) => action)).toEqual([
      'createApiKey',
      'revokeApiKey',
    ]);
  });

  test('of a shop that has left opens nothing', async () => {
    world.sim.commerce.uninstall(SHOP);
    await world.settle();
    expect(await statusOf(key, 'gone')).toBe(401);
  });
});
