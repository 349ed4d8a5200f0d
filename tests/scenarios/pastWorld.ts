/** What the stories of a shop's past have in common: a shop that sold for two years before us. */
import type { OutboxMail } from '../../simulator/front.types.ts';
import type { Healing } from '../../web/contract/healing.ts';
import type { ProgramBody } from '../../web/contract/merchant.ts';
import { SHOP, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { withNextOrder } from './nextOrderWorld.ts';

/** A program that would send something at every turn, and whose points end without activity. */
export const talkativeProgram = (): ProgramBody =>
  withNextOrder(
    {},
    {
      expiry: { kind: 'inactivity', months: 12 },
      referral: {
        friend: {
          value: { kind: 'percentOff', basisPoints: 1000 },
          minimumMinor: 0,
          combinesWith: { order: false, product: false, shipping: true },
        },
        advocatePoints: 500,
        waitDays: 30,
      },
    },
  );

/** The advisory lock that holds writers up; any number that nobody else locks. */
const HELD = 4711;

/** The shop has sold to so many people before anybody opens the app. */
export async function startWithPast(
  shoppers: number,
  options: { readAllOrders?: boolean } = {},
): Promise<World> {
  const world = await startWorld({ program: null, healing: true });
  const { readAllOrders = true } = options;
  world.sim.approve(SHOP, { readAllOrders });
  world.sim.histories.begin(SHOP, { seed: 7, shoppers });
  await world.sim.histories.plant(SHOP);
  return world;
}

/** The merchant opens the app for the first time. */
export async function open(world: World): Promise<void> {
  const first = await world.api('GET', '/api/home');
  if (first.status !== 200) throw new Error(first.text);
}

/** Moves the clock of a world that shares its shop with another one. */
export async function moveOwnClock(world: World, to: number): Promise<void> {
  const response = await fetch(`${world.app.url}/__demo/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ now: new Date(to).toISOString() }),
  });
  if (response.status !== 200) throw new Error(await response.text());
}

/**
 * Both clocks pass, little by little, until the past has been read so far: a shop takes its time to
 * make a copy.
 */
export async function untilPastIs(world: World, state: 'reading' | 'done'): Promise<void> {
  for (let i = 0; i < 30; i += 1) {
    await world.app.drain();
    const past = (await healingOf(world)).import;
    if (past.state === state || past.state === 'done') return;
    await world.pass(10_000);
    await moveOwnClock(world, world.sim.clock.now());
  }
  throw new Error(`not read: ${JSON.stringify((await healingOf(world)).import)}`);
}

export async function publish(world: World, program = talkativeProgram()): Promise<void> {
  const put = await world.api('PUT', '/api/program', { baseVersion: 0, program });
  if (put.status !== 200) throw new Error(put.text);
  await world.app.drain();
}

export async function healingOf(world: World): Promise<Healing> {
  const answer = await world.api<Healing>('GET', '/api/healing');
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
}

export const one = async <Row extends object>(world: World, sql: string): Promise<Row> => {
  const { rows } = await world.owner.query<Row>(sql);
  const [row] = rows;
  if (!row) throw new Error(`nothing: ${sql}`);
  return row;
};

export const countOf = async (world: World, from: string): Promise<number> =>
  Number((await one<{ n: string }>(world, `select count(*) as n from ${from}`)).n);

export async function mailsOf(world: World): Promise<readonly OutboxMail[]> {
  const answer = await fetch(`${world.sim.url}/outbox.json`);
  return ((await answer.json()) as { mails: OutboxMail[] }).mails;
}

/** Nobody was told anything, and the shop has been given no code. */
export async function whatWasSent(world: World): Promise<object> {
  const mails = await mailsOf(world);
  const codes = await countOf(world, 'next_order_codes');
  const personal = await countOf(world, 'referral_codes');
  const referrals = await countOf(world, 'referrals');
  const asked = await countOf(
    world,
    `deliveries where kind in ('mail', 'settleNextOrder', 'settleReferralCode')`,
  );
  return { mails: mails.length, codes, personal, referrals, asked };
}

export const NOTHING = { mails: 0, codes: 0, personal: 0, referrals: 0, asked: 0 };

/**
 * The database ends the connection that writes row number `nth` of a table, in the middle of its
 * transaction, as a crash would; once. Answers a way to take the trap away.
 */
export async function crashAt(
  world: World,
  table: string,
  nth: number,
): Promise<() => Promise<void>> {
  await world.owner.query(`
    create sequence crash_count;
    grant usage on sequence crash_count to public;
    create function crash() returns trigger language plpgsql security definer as $$
    begin
      if nextval('crash_count') = ${nth} then perform pg_terminate_backend(pg_backend_pid()); end if;
      return new;
    end $$;
    create trigger crash before insert on ${table} for each row execute function crash()`);
  return async () => {
    await world.owner.query(`
      drop trigger crash on ${table}; drop function crash(); drop sequence crash_count`);
  };
}

/** Each statement that writes to a table takes this long. */
export async function slowDown(
  world: World,
  table: string,
  ms: number,
): Promise<() => Promise<void>> {
  await world.owner.query(`
    create function slow() returns trigger language plpgsql as $$
    begin perform pg_sleep(${ms / 1000}); return null; end $$;
    create trigger slow before insert on ${table} for each statement execute function slow()`);
  return async () => {
    await world.owner.query(`drop trigger slow on ${table}; drop function slow()`);
  };
}

/** Whoever writes to a table waits, in the middle of their transaction, until the answer is called. */
export async function holdUp(world: World, table: string): Promise<() => Promise<void>> {
  await world.owner.query(`
    create function wait() returns trigger language plpgsql as $$
    begin perform pg_advisory_xact_lock_shared(${HELD}); return null; end $$;
    create trigger wait before insert on ${table} for each statement execute function wait();
    select pg_advisory_lock(${HELD})`);
  return async () => {
    await world.owner.query(`select pg_advisory_unlock(${HELD})`);
  };
}
