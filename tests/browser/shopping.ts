/** What people do by hand: a shopper in the theme and in our panel, the merchant in the admin. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Customer } from '../../simulator/types.ts';
import type { World } from '../world.ts';
import type { Visit } from './visit.ts';

/** Where a browser finds a shop of the simulated store. */
export function originOf(world: World, shop: string): string {
  return `http://${shop.split('.')[0]}.localhost:${new URL(world.sim.url).port}`;
}

/** The words in an element as a reader sees them, with plain spaces. */
export async function wordsIn(page: Page, selector: string): Promise<string> {
  const text = await page.locator(selector).first().innerText();
  return text.replaceAll(/[\s\u00a0]+/g, ' ');
}

/** Waits until these words stand in the element, and tells what stood there if they never do. */
export async function expectWords(page: Page, selector: string, words: string): Promise<void> {
  await expect.poll(() => wordsIn(page, selector), { timeout: 8_000 }).toContain(words);
}

/** The colour an element is filled with. */
export function colourOf(page: Page, selector: string): Promise<string> {
  const element = `document.querySelector(${JSON.stringify(selector)})`;
  return page.evaluate<string>(`getComputedStyle(${element}).backgroundColor`);
}

/** On the login page: presses the button with this person's name. */
export async function logInAs({ page }: Visit, person: Customer | undefined): Promise<void> {
  if (!person) throw new Error('the shop has nobody to log in as');
  await page.locator(`button[name=customer_id][value="${person.id}"]`).click();
  await expectWords(page, 'h1', person.firstName);
}

/** From the product page into the cart, by the theme's own stepper and button. */
export async function addToCart({ page }: Visit, quantity: number): Promise<void> {
  for (let more = 1; more < quantity; more += 1) {
    await page.locator('.product__quantity [data-step="1"]').click();
  }
  await page.locator('[name=add]').click();
  await page.locator('dialog.cart-drawer[open] .line').first().waitFor();
}

/** From the cart through checkout to the thank-you page; the shop's messages arrive. */
export async function pay({ page }: Visit, world: World): Promise<void> {
  await page.locator('#checkout-form button').click();
  await page.waitForURL(/thank-you/);
  await world.settle();
}

/** Opens the floating panel from the button, where the shopper is; the balance is there then. */
export async function openPanel({ page }: Visit): Promise<void> {
  await page.locator('regulars-launcher button').click();
  await page.locator('dialog.rg[open] .rg-m h3').first().waitFor();
}

/** Signed numbers of the history on the screen, as one sum. */
export async function historySum(page: Page, digits: (value: number) => string): Promise<number> {
  await page.locator('.rg-m .v').first().waitFor();
  const written = await page.locator('.rg-m .v').allInnerTexts();
  const plain = new Map([...Array(10).keys()].map((digit) => [digits(digit), String(digit)]));
  const read = (text: string): number => {
    const latin = text.replaceAll(/./gu, (letter) => plain.get(letter) ?? letter);
    return Number(latin.replaceAll(/[^\d−]/g, '').replace('−', '-'));
  };
  return written.map(read).reduce((sum, points) => sum + points, 0);
}

/** The merchant gives one unit of the shop's newest order back, in the store's admin. */
export async function refundOne(merchant: Visit, world: World): Promise<void> {
  const { page } = merchant;
  await merchant.go('/admin/orders');
  await page.locator('tbody a').first().click();
  await page.locator('input[name^=line_]').first().fill('1');
  await page.getByRole('button', { name: 'Refund' }).click();
  await page.locator('.tag', { hasText: 'partially refunded' }).waitFor();
  await world.settle();
}
