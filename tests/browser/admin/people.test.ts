/** What waits for people: rewards for friends, tasks and a frozen shopper, in front of the real app. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Friends } from '../../../web/contract/shopper.ts';
import { as, people, withReferral } from '../../scenarios/friends.ts';
import type { Advocate } from '../../scenarios/friends.ts';
import { DAY, MINUTE, SHOP, startWorld } from '../../world.ts';
import type { World } from '../../world.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

const terms = {
  points: 100,
  minimumMinor: 0,
  combinesWith: { order: false, product: false, shipping: true },
  codeDays: 10,
};
const program = withReferral(
  {},
  {
    rewards: [{ ...terms, id: 'tour', value: { kind: 'byHand', text: 'A tour of the workshop' } }],
  },
);
const home = { street: '7 Quiet Road', phone: null };

let browser: Browser;
let world: World;
let visit: AdminVisit;
let wim: Advocate;
let sara: { id: string };
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld({ healing: true, program });
  const on = people(world);
  const somebody = (firstName: string) =>
    world.sim.commerce.createCustomer(SHOP, {
      email: `${firstName.toLowerCase()}@example.com`,
      phone: null,
      firstName,
      lastName: 'Doe',
      address: home,
    });
  sara = somebody('Sara');
  await world.settle();
  await on.buy(as(sara), null);
  const { code } = await on.codeOf(sara);
  for (const name of ['Fay', 'Fee', 'Fox']) {
    await world.pass(MINUTE);
    await on.buy(as(somebody(name)), code, {}, 3);
  }
  const ring = [
    await on.advocate('Una'),
    await on.advocate('Vic'),
    (wim = await on.advocate('Wim')),
  ];
  for (const [i, member] of ring.entries()) {
    await world.pass(MINUTE);
    await on.buy(as(ring[(i + 1) % 3] ?? member), member.code, {}, 3);
  }
  visit = await visitAdmin(browser, world, 'northday');
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

/** Names stand between marks that keep their direction; nobody sees these. */
const seen = (words: string): RegExp => {
  const escape = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\]/, String.raw`\$&`);
  const signs = Array.from(words, escape);
  return new RegExp(signs.join('[\u2066-\u2069]*'));
};
const button = (name: string) => visit.app.getByRole('button', { name: seen(name) });
const says = (words: string) => visit.app.getByText(seen(words)).first().waitFor();

test('Home leads to rewards that wait; each says why, and is answered with a reason', async () => {
  await visit.go('/', 'en');
  await says('5 rewards for friends wait for you');
  await visit.app.getByRole('link', { name: 'Referrals to decide' }).click();
  await says('Sara Doe invited Fee Doe');
  await says('The friend’s order went to the member’s own address.');
  await says('1 other referred friend has this address.');
  await says('3 people sent each other in a circle.');
  await says('The circle: Una Doe invited Vic Doe, Vic Doe invited Wim Doe');
  await visit.look('referrals-1-waiting-en');
  await button('Do not pay Sara Doe for Fee Doe').click();
  await says('Write why. It takes three words.');
  await visit.app.getByLabel('Why').first().fill('Same parcel');
  await button('Do not pay Sara Doe for Fee Doe').click();
  await says('Not paid, decided on 1 March by a colleague');
  await says('“Same parcel”');
});

test('in Persian they read from right to left, any is decided anew, and a member may ask for that', async () => {
  const wims = async () =>
    (await world.shopper(wim.id).get<Friends>('friends')).body.friends[0] ?? null;
  await visit.go('/referrals', 'fa');
  await says('دعوت‌های نیازمند تصمیم');
  await says('۳ نفر در یک حلقه یکدیگر را دعوت کرده‌اند.');
  await button('تصمیم دوباره: Sara Doe از Fee Doe').click();
  const dialog = visit.app.getByRole('dialog');
  await dialog.getByLabel('چرا').fill('خواهرش است');
  await visit.look('referrals-4-anew-fa');
  await dialog.getByRole('button', { name: 'پرداخت شود' }).click();
  await says('پرداخت شد');
  await says('«خواهرش است»');
  const { id } = (await wims()) ?? {};
  const refusal = visit.app.getByRole('region', { name: seen('Wim Doe از Una Doe دعوت کرد') });
  await refusal.getByLabel('چرا').fill('حلقه');
  await refusal.getByRole('button', { name: 'پرداخت نشود' }).click();
  await says('«حلقه»');
  expect(await wims()).toMatchObject({ status: 'none', mayAppeal: true });
  expect((await world.shopper(wim.id).post(`friends/${id}/appeal`)).status).toBe(200);
  await visit.go('/referrals', 'fa');
  await says('Wim Doe در ۱۰ اسفند درخواست کرد دوباره بررسی شود.');
});

test('a reward done by hand is a task: done with a note, or given back with its points', async () => {
  await world.pass(15 * DAY);
  const take = async () => (await world.shopper(sara.id).redeem('tour', 100)).status;
  expect([await take(), await take()]).toEqual([200, 200]);
  await visit.go('/', 'en');
  await says('2 tasks for shoppers');
  await visit.app.getByRole('link', { name: 'Look at them' }).click();
  await says('by 26 March');
  await visit.look('tasks-1-open-en');
  await button('Done: A tour of the workshop').first().click();
  await visit.app.getByRole('dialog').getByLabel('Note').fill('Came on Sunday');
  await button('Yes, it is done').click();
  await says('Came on Sunday');
  await visit.go('/tasks', 'fa');
  await button('نمی‌شود: A tour').click();
  await visit.look('tasks-3-dialog-fa');
  await visit.app.getByRole('dialog').getByRole('button').first().click();
  await expect
    .poll(async () => (await world.shopper(sara.id).state()).shopper?.available)
    .toBe(140);
});

test('a shopper is frozen with a reason, which is undone with one press', async () => {
  await visit.go('/shoppers', 'en');
  await visit.app.getByText('Sara Doe').click();
  await button('Freeze').click();
  await visit.app.getByRole('dialog').getByLabel('Why').fill('Sends parcels to herself');
  await visit.app.getByRole('dialog').getByRole('button').first().click();
  await says('Undo');
  await visit.look('shopper-2-frozen-en');
  await button('Undo').click();
  await button('Freeze').waitFor();
  await visit.go('/shoppers', 'fa');
  await visit.app.getByText('Sara Doe').click();
  await button('چرا ۲۴۰').click();
  await says('Harbor Mug، ۲ ×');
  // What was taken without a code shows none.
  expect(await visit.app.getByText(/^[0-9A-Z]{13}$/).count()).toBe(0);
  await visit.look('shopper-3-why-fa');
});

test('a shopper is blocked with a reason in Persian, stands so in the list, and takes part again', async () => {
  await visit.go('/shoppers', 'fa');
  await visit.app.getByText('Sara Doe').click();
  await button('مسدود کردن').click();
  const dialog = visit.app.getByRole('dialog');
  await dialog.getByLabel('چرا').fill('چند حساب');
  await visit.look('shopper-4-block-fa');
  await dialog.getByRole('button', { name: 'مسدود شود' }).click();
  await says('Sara Doe در باشگاه شرکت ندارد');
  await says('چند حساب');
  await visit.look('shopper-5-blocked-fa');
  await visit.go('/shoppers', 'ar');
  await visit.app.getByText('محظور', { exact: true }).waitFor();
  await visit.go('/shoppers', 'en');
  await visit.app.getByText('Sara Doe').click();
  await button('Let them take part').first().click();
  await visit.app.getByRole('dialog').getByLabel('Why').fill('Talked to her');
  await visit.app.getByRole('dialog').getByRole('button').first().click();
  await button('Block').waitFor();
  await says('Let take part again by a colleague');
});
