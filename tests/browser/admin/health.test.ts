/** The page that says how the app is doing, in front of the real app: what it finds, and what mends it. */
import type { Browser } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MINUTE, SHOP, startWorld } from '../../world.ts';
import type { World } from '../../world.ts';
import { openBrowser } from '../visit.ts';
import { visitAdmin } from './adminVisit.ts';
import type { AdminVisit } from './adminVisit.ts';

let browser: Browser;
let world: World;
let visit: AdminVisit;
beforeAll(async () => {
  browser = await openBrowser();
  world = await startWorld({ healing: true });
  visit = await visitAdmin(browser, world, 'northday');
  const customerId = world.sim.commerce.customers(SHOP)[0]?.id ?? '';
  const mug = world.sim.commerce.products(SHOP).find((p) => !p.giftCard)?.variants[0];
  const lines = [{ variantId: mug?.id ?? '', quantity: 5 }];
  await world.buy({ buyer: { kind: 'customer', customerId }, lines });
  await world.pass(61 * MINUTE);
});
afterAll(async () => {
  await visit.close();
  await world.stop();
  await browser.close();
});

const button = (name: string | RegExp) => visit.app.getByRole('button', { name });
const says = (text: string | RegExp) => visit.app.getByText(text).first().waitFor();

/** As if it had been tried in vain until nobody tried it any more. */
async function setAside(): Promise<void> {
  await world.owner.query(
    `update inbox set state = 'parked', reason = 'failedHere', attempts = 5
     where seq = (select max(seq) from inbox where topic = 'orders/create')`,
  );
  await world.owner.query(
    `update deliveries set state = 'parked', reason = 'TAKEN: no', attempts = 3
     where kind = 'clubCard'`,
  );
}

/** The worker works until so much is left that was set aside, and nothing waits to be tried again. */
async function workUntilAside(left: number): Promise<void> {
  const count = async (where: string): Promise<number> => {
    const { rows } = await world.owner.query<{ n: number }>(
      `select (select count(*)::int from inbox where state ${where})
         + (select count(*)::int from deliveries where kind = 'clubCard' and state ${where}) as n`,
    );
    return rows[0]?.n ?? -1;
  };
  await expect
    .poll(async () => {
      await world.app.drain();
      return [await count(`= 'parked'`), await count(`in ('new', 'due')`)];
    })
    .toEqual([left, 0]);
}

test('where all is well it says so, what it looks at, and what it waits for', async () => {
  await visit.go('/health', 'en');
  await says('Everything works.');
  await says('Nothing is set aside.');
  await says(/Last looked .+\. Nothing was missing in the last 7 days\./);
  await visit.look('health-1-well-en');
  await visit.go('/', 'en');
  await says(/Last looked .+\. Nothing was missing/);
});

test('what was set aside is told in words, on Home too, and goes once it is tried again', async () => {
  await setAside();
  await visit.go('/', 'en');
  await says('Needs a look');
  await visit.go('/health', 'en');
  await says('Something needs you.');
  await says('1 message could not be handled');
  await says('Something went wrong on our side. Tried 5 times');
  await visit.look('health-2-aside-en');
  await button('Try again: An order could not be read').click();
  await workUntilAside(1);
  const card = 'Try again: What shoppers see at your store could not be updated';
  await expect.poll(() => button(/^Try again: /).count()).toBe(1);
  await button(card).click();
  await workUntilAside(0);
  await says('Nothing is set aside.');
  await button('Look again').click();
  await says('Everything works.');
  expect(await button(/^Try again: /).count()).toBe(0);
});

test('what only support can mend is told in words where the browser copies nothing', async () => {
  const prove = (findings: number) =>
    world.owner.query(
      `insert into audit_log (club_id, entry_id, at, actor, action, details)
       select club_id, $1, $2, 'cli', 'audit', jsonb_build_object('findings', $3::int) from clubs`,
      [newId(), new Date(world.app.now()).toISOString(), findings],
    );
  await prove(2);
  await visit.go('/health', 'en');
  await says('A check of the books found something that does not fit');
  await visit.look('health-4-support-en');
  // Another page's frame has no clipboard.
  await button(/^Copy for support: /).click();
  await says('This could not be copied. Tell support: booksWrong.');
  await prove(0);
});

test.each(['fa', 'ar'] as const)(
  'in %s it reads from the right, all of it at once',
  async (locale) => {
    await setAside();
    await visit.go('/health', locale);
    expect(await visit.app.locator('html').getAttribute('dir')).toBe('rtl');
    const all = locale === 'fa' ? /^همه دوباره: / : /^أعد محاولة الكل: /;
    await expect.poll(() => button(all).count()).toBe(2);
    await visit.look(`health-3-aside-${locale}`);
    await button(all).first().click();
    await workUntilAside(1);
    await expect.poll(() => button(all).count()).toBe(1);
    await button(all).click();
    await workUntilAside(0);
    await says(locale === 'fa' ? 'همه چیز کار می‌کند.' : 'كل شيء يعمل.');
  },
);
