/** Points that people hold are not made worth less without 30 days' notice. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { FairnessAnswer, ProgramBody } from '../../web/contract/merchant.ts';
import type { ErrorBody } from '../../web/contract/shopper.ts';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { expectSoundBooks } from './books.ts';
import { buyMugs, mailsTo, newBuyer } from './nextOrderWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

/** Every reward costs so many points more, or fewer. */
const dearer = (points: number): ProgramBody => ({
  ...aProgram(),
  rewards: aProgram().rewards.map((reward) => ({ ...reward, points: reward.points + points })),
});

const publish = (baseVersion: number, program: ProgramBody, from?: number) =>
  world.api<ErrorBody>('PUT', '/api/program', {
    baseVersion,
    program,
    ...(from === undefined ? {} : { effectiveFrom: new Date(from).toISOString() }),
  });

test('while nobody holds points, a program may become whatever it likes', async () => {
  expect((await publish(1, dearer(5))).status).toBe(200);
  expect((await publish(2, aProgram())).status).toBe(200);
});

test('who holds points is told 30 days before a reward is dearer, and can spend until then', async () => {
  const english = newBuyer(world);
  const persian = newBuyer(world, { locale: 'fa' });
  const without = newBuyer(world);
  for (const { id } of [english, persian]) {
    await buyMugs(world, id);
    await buyMugs(world, id);
  }
  await world.pass(15 * DAY);
  const now = world.sim.clock.now();

  const preview = await world.api<FairnessAnswer>('POST', '/api/program/fairness', {
    program: dearer(100),
  });
  expect(preview.body.from).toBe(new Date(now + 30 * DAY).toISOString());
  expect(preview.body.changes[0]).toBe(
    '$3 off · 300 points · baskets from $15 · code for 30 days becomes ' +
      '$3 off · 400 points · baskets from $15 · code for 30 days',
  );
  for (const from of [undefined, now + 29 * DAY]) {
    const refused = await publish(3, dearer(100), from);
    expect([refused.status, refused.body.error.code]).toEqual([422, 'tooSoon']);
  }
  expect(await mailsTo(world, english.email)).toEqual([]);
  expect((await publish(3, dearer(100), now + 30 * DAY)).status).toBe(200);
  await world.settle();

  const [mail, ...more] = await mailsTo(world, english.email);
  expect(more).toEqual([]);
  expect(mail?.subject).toBe('What your points at Northday buy changes on Wednesday 15 April');
  expect(mail?.text).toContain('until then everything stays as it is');
  expect(mail?.text).toContain('300 points · baskets from $15 · code for 30 days becomes $3 off');
  const [translated] = await mailsTo(world, persian.email);
  expect(translated?.text).toContain('به‌جای');
  expect(translated?.html).toContain('dir="rtl"');
  expect(await mailsTo(world, without.email)).toEqual([]);

  const { notes } = (await world.shopper(english.id).get<{ notes: string[] }>('state?locale=en'))
    .body;
  expect(notes[0]).toBe('What your points buy changes on Wednesday 15 April.');
  expect(notes[1]).toContain('becomes');
  const page = await world.shopper(persian.id).get('?locale=fa');
  expect(page.text).toContain('از چهارشنبه ۲۶ فروردین');

  // What they were told holds: the old price until the day, the new one from then on.
  expect((await world.shopper(english.id).redeem('off-3', 300)).status).toBe(200);
  await world.pass(30 * DAY);
  const late = await world.shopper(persian.id).redeem('off-3', 300);
  expect([late.status, late.text]).toEqual([409, expect.stringContaining('priceChanged')]);
  const after = await world.shopper(english.id).get<{ notes: string[] }>('state?locale=en');
  expect(after.body.notes).toEqual([]);
  await expectSoundBooks(world);
});

test('what was announced may be announced again, and what is more generous begins at once', async () => {
  const now = world.sim.clock.now();
  expect((await publish(4, dearer(200), now + 31 * DAY)).status).toBe(200);
  await world.pass(2 * DAY);
  const sooner = await publish(5, dearer(200), now + 30 * DAY);
  expect(sooner.body.error.code).toBe('tooSoon');
  expect((await publish(5, dearer(200), now + 31 * DAY)).status).toBe(200);
  expect((await publish(6, dearer(0))).status).toBe(200);
  const [buyer] = world.sim.commerce.customers('northday.myshopify.com');
  const state = await world.shopper(buyer?.id ?? '').get<{ notes: string[] }>('state');
  expect(state.body.notes).toEqual([]);
});
