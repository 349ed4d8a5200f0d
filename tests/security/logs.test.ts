/** What is logged, at its loudest and when everything breaks, names no person and no secret. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  API_SECRET,
  extensionToken,
  proxyQuery,
  sessionToken,
  webhookHeaders,
} from '../signing.ts';
import { DAY, SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { withReferral } from '../scenarios/friends.ts';

const PERSON = {
  email: 'zaphod.beeblebrox@example.org',
  phone: '+15550142233',
  firstName: 'Zaphodina',
  lastName: 'Beeblebroxia',
};

let world: World;
let customerId: string;
const lines: string[] = [];
const secrets = new Map<string, string>([
  ['the client secret', API_SECRET],
  ...Object.entries(PERSON),
]);

const now = () => world.sim.clock.now();
const ask = (place: string, init: RequestInit = {}) =>
  fetch(`${world.app.url}${place}`, init).then(async (response) => {
    await response.arrayBuffer();
    return response.status;
  });
const remember = (what: string, text: string): string => {
  secrets.set(what, text);
  return text;
};

async function live(): Promise<void> {
  ({ id: customerId } = world.sim.commerce.createCustomer(SHOP, PERSON));
  await world.settle();
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const bought = { variantId: mug?.id ?? '', quantity: 8 };
  await world.buy({ buyer: { kind: 'customer', customerId }, lines: [bought] });
  await world.pass(15 * DAY);
  const shopper = world.shopper(customerId);
  const redeemed = await shopper.redeem('off-3', 300);
  remember('a code', redeemed.body.redemption.code ?? '');
  const invited = await shopper.post<{ invite: { code: string } }>('invite');
  remember('a personal code', invited.body.invite.code);
  await world.api('GET', `/api/shoppers?q=${encodeURIComponent(PERSON.email)}`);
}

/** Every door, with good proofs and with bad ones. */
async function knockEverywhere(): Promise<void> {
  const query = proxyQuery(SHOP, customerId, now());
  remember('a proxy signature', /signature=(\w+)/.exec(query)?.[1] ?? '');
  const staff = remember('a session token', sessionToken(SHOP, now()));
  const extension = remember('an extension’s token', extensionToken(SHOP, now()));
  const forged = remember('a forged token', sessionToken(SHOP, now(), {}, 'x'.repeat(32)));
  const checkout = remember('a checkout token', 'c0ffee'.repeat(6));
  for (const token of [staff, extension, forged]) {
    const authorization = `Bearer ${token}`;
    await ask('/api/home', { headers: { authorization } });
    await ask(`/ext/order?token=${checkout}`, { headers: { authorization } });
    await ask('/api/program', {
      method: 'PUT',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ note: PERSON.email, program: PERSON }),
    });
  }
  for (const place of ['', 'state', 'history', 'friends', 'friend?code=X']) {
    const [name = '', more = ''] = place.split('?');
    await ask(`/proxy/${name}?${query}${more && `&${more}`}`);
    await ask(`/proxy/${name}?${query.replace(/.$/, '!')}`);
  }
  for (const body of [JSON.stringify({ id: 'x', email: PERSON.email }), '{"email":', '"']) {
    for (const topic of ['orders/create', 'customers/update', 'customers/redact', PERSON.email]) {
      const headers = webhookHeaders({ shop: SHOP, topic, body, nowMs: now() });
      await ask('/webhooks/shopify', { method: 'POST', headers, body });
    }
    await ask('/webhooks/shopify', { method: 'POST', body });
  }
  // Without a table the work fails too, which is what is listened to.
  await world.app.drain().catch(() => null);
}

/** Takes a table away while everything is asked, so that errors with our SQL in them are thrown. */
async function without(table: string, work: () => Promise<void>): Promise<void> {
  await world.owner.query(`alter table ${table} rename to gone`);
  try {
    await work();
  } finally {
    await world.owner.query(`alter table gone rename to ${table}`);
  }
}

beforeAll(async () => {
  world = await startWorld({
    program: withReferral(),
    env: { LOG_LEVEL: 'debug' },
    hands: { logTo: { write: (line) => void lines.push(line) } },
  });
  await live();
  await knockEverywhere();
  for (const table of ['shoppers', 'orders', 'programs', 'inbox']) {
    await without(table, knockEverywhere);
  }
  // A constraint's own words would quote the row.
  await world.owner.query(
    'alter table shoppers add constraint no_z check (first_name is null) not valid',
  );
  world.sim.commerce.createCustomer(SHOP, {
    ...PERSON,
    email: 'second@example.org',
    phone: null,
  });
  await world.settle();
  await world.owner.query('alter table shoppers drop constraint no_z');
});
afterAll(() => world.stop());

describe('the log', () => {
  test('told of refusals, of bugs and of work that failed', () => {
    const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    for (const message of ['call refused', 'webhook refused', 'bug', 'work failed']) {
      expect(said).toContain(message);
    }
  });

  test('is one JSON object a line, so that no text can begin a line of its own', () => {
    for (const line of lines) {
      expect(line.trimEnd()).not.toContain('\n');
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(Number),
        time: expect.any(Number),
      });
    }
  });

  test('names nobody and gives nothing away', () => {
    const log = lines.join('').toLowerCase();
    expect([...secrets.values()].filter((secret) => secret.length < 6)).toEqual([]);
    const found = [...secrets].filter(([, secret]) => log.includes(secret.toLowerCase()));
    expect(found.map(([what]) => what)).toEqual([]);
  });

  test('holds no token, no signature, no address and no SQL of any kind', () => {
    const log = lines.join('');
    expect(log).not.toMatch(/eyJ[\w-]{10,}|shp(at|ua|rt|ss)_|Bearer |signature=|hmac=/);
    expect(log).not.toMatch(/[\w.+-]+@[\w-]+\.\w+/);
    expect(log).not.toMatch(
      /\b(select|insert into|update|delete from)\b [^"]*\b(from|where|set|values)\b/i,
    );
    expect(log).not.toMatch(/\$\d|Failing row|Key \(|"(detail|query|parameters|stack|where)":/);
  });
});
