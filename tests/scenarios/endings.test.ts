/**
 * Points that end: their shopper is told 45 and 7 days before, and what was not told does not end.
 */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { DAY, aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';
import { balanceOf, expectSoundBooks } from './books.ts';
import { buyMugs, mailsTo, newBuyer } from './nextOrderWorld.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let world: World;
beforeAll(async () => {
  world = await startWorld({
    program: aProgram({ expiry: { kind: 'inactivity', months: 2, onlyTold: true } }),
  });
});
afterAll(() => world?.stop());

/** Day by day, as the clock of a real shop goes. */
async function days(count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) await world.pass(DAY);
}

const subjects = async (email: string | null) =>
  (await mailsTo(world, email)).map(({ subject }) => subject);

test('who was told loses the points, who ordered keeps them, who was not told keeps them too', async () => {
  const silent = newBuyer(world);
  const persian = newBuyer(world, { locale: 'fa' });
  const returning = newBuyer(world);
  const nowhere = newBuyer(world, { email: null });
  const bouncing = newBuyer(world, { email: 'gone@nobody.invalid' });
  const everybody = [silent, persian, returning, nowhere, bouncing];
  for (const { id } of everybody) await buyMugs(world, id);
  // Bought on 1 March: yours on the 15th, which makes 15 May the last day.
  await days(40);
  expect(await subjects(silent.email)).toEqual(['240 points at Northday end on Friday 15 May']);
  const [mail] = await mailsTo(world, silent.email);
  expect(mail?.text).toContain('Any order keeps them.');
  const [persianMail] = await mailsTo(world, persian.email);
  expect(persianMail?.text).toContain('با هر خرید، نگهشان می‌دارید.');
  expect(persianMail?.html).toContain('dir="rtl"');
  const { shopper } = await world.shopper(silent.id).state();
  expect(shopper?.ending).toEqual({ points: 240, day: '2026-05-15', orderKeeps: true });
  const page = await world.shopper(silent.id).get('?locale=en');
  expect(page.text).toContain('240 points end on 15 May.');

  await buyMugs(world, returning.id);
  await days(30);
  expect(await subjects(silent.email)).toHaveLength(2);
  expect(await subjects(returning.email)).toEqual([
    '240 points at Northday end on Friday 15 May',
    '240 points at Northday end on Wednesday 10 June',
  ]);
  await days(7);
  const left = async () =>
    Promise.all(everybody.map(async ({ id }) => (await balanceOf(world, id)).available));
  expect(await left()).toEqual([0, 0, 480, 240, 240]);
  const [ended] = (await world.shopper(silent.id).history()).rows;
  expect(ended).toMatchObject({ kind: 'expired', points: -240, toldOn: '2026-05-09' });
  // Nobody took a notice for these two: what they hold ends 30 days later, if they are told then.
  expect((await world.shopper(bouncing.id).state()).shopper?.ending).toMatchObject({
    day: '2026-06-14',
  });
  await expectSoundBooks(world);

  await days(40);
  expect((await left()).slice(3)).toEqual([240, 240]);
  await expectSoundBooks(world);
});

test('however long nobody looked, nothing ends that was not told', async () => {
  const asleep = newBuyer(world);
  await buyMugs(world, asleep.id);
  await world.pass(400 * DAY);
  expect(await balanceOf(world, asleep.id)).toMatchObject({ available: 240 });
  await days(70);
  expect(await balanceOf(world, asleep.id)).toMatchObject({ available: 0 });
  expect(await subjects(asleep.email)).not.toEqual([]);
  await expectSoundBooks(world);
});
