/** Ways to earn besides buying: joining, one's birthday, and what the shop adds. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { Story } from './shop.ts';
import { createStory } from './stories.ts';
import { deed, expectNoViolations, expectSaid, expectWords, startVisits, together, type Visits } from './visiting.ts'; // prettier-ignore

let visits: Visits;
beforeAll(async () => {
  visits = await startVisits();
}, 30_000);
afterAll(() => visits.close());

const way = (rule: string, points: number, done = false) => ({ rule, points, done });
const all = [
  way('signUp', 50),
  way('birthday', 100),
  way('anniversary', 80),
  way('newsletter', 30, true),
  way('review', 40),
  way('survey', 20),
];

const earning = (language: Story['language']): Story => {
  const story = createStory(language);
  const told: { ways: typeof all; birthday: object | null } = { ways: all, birthday: null };
  story.proxy['GET ways'] = () => ({ json: told });
  story.proxy['POST join'] = () => {
    told.ways = all.map((each) => (each.rule === 'signUp' ? { ...each, done: true } : each));
    return { json: told };
  };
  story.proxy['POST birthday'] = (body) => {
    const { calendar, month, day } = body as { calendar: string; month: number; day: number };
    if (month === 2 && day > 29) {
      return { status: 422, json: { error: { code: 'invalid', message: '' } } };
    }
    told.birthday = { calendar, month, day };
    return { json: told };
  };
  return story;
};
const shown = (page: Page) => page.locator('.rg-m');
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
  await expectNoViolations(page);
}

const said = {
  en: {
    rows: ['Joining', '50 points', 'Your birthday', 'Once a year', 'Whatever it says; readers are told'],
    born: '7 December',
  },
  fa: { rows: ['عضویت', '۵۰ امتیاز', 'تولدتان', 'سالی یک بار', 'نقد صادقانه'], born: '۷ اسفند' },
  ar: { rows: ['الانضمام', '٥٠ نقطة', 'يوم ميلادك', 'مرة في السنة', 'مراجعة صادقة'], born: '٧ ديسمبر' },
}; // prettier-ignore

describe.each(['en', 'fa', 'ar'] as const)('a shopper in %s', together, (language) => {
  it('sees every way the shop tells, joins, and tells day and month of their birthday', async () => {
    const story = earning(language);
    const page = await visits.open(story);
    await page.locator('[data-to=earn]').click();
    await deed(page, 'joinClub').waitFor();
    for (const words of said[language].rows) await expectWords(shown(page), words);
    await look(page, `ways-1-${language}`);
    await deed(page, 'joinClub').click();
    await deed(page, 'joinClub').waitFor({ state: 'detached' });
    await deed(page, 'askDate').click();
    await page.locator('select[name=day]').selectOption('7');
    await page.locator('select[name=month]').selectOption('12');
    await look(page, `ways-2-${language}`);
    await deed(page, 'saveDate').click();
    await expectWords(shown(page), said[language].born);
    expect(story.posted.map(({ path, body }) => [path.slice(15), body])).toEqual([
      ['join', {}],
      ['birthday', { calendar: language === 'fa' ? 'persian' : 'gregory', month: 12, day: 7 }],
    ]);
  });
});

describe('a shopper', together, () => {
  it('hears that there is no such day, and tells another one', async () => {
    const page = await visits.open(earning('en'));
    await page.locator('[data-to=earn]').click();
    await deed(page, 'askDate').click();
    await page.locator('select[name=day]').selectOption('30');
    await page.locator('select[name=month]').selectOption('2');
    await deed(page, 'saveDate').click();
    await expectSaid(page, 'There is no such day');
    await page.locator('select[name=day]').selectOption('28');
    await deed(page, 'saveDate').click();
    await expectWords(shown(page), '28 February');
  });

  it('reads that buying earns where the app tells of nothing else', async () => {
    const story = earning('en');
    story.proxy['GET ways'] = () => ({ drop: true });
    const page = await visits.open(story);
    await page.locator('[data-to=earn]').click();
    await expectWords(shown(page), 'Every order');
    await expectNoViolations(page);
  });
});
