/** What only support can mend is copied for them, as it stands. */
import { expect, test } from 'vitest';
import { dollars, heading, now, useStage } from './stage.ts';

const stage = useStage();

test('“Copy for support” copies what was found, and says so', async () => {
  const { page, shop } = await stage.open(dollars, '/health?locale=en');
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const found = {
    code: 'booksWrong' as const,
    level: 'act' as const,
    todo: 'tellOperator' as const,
    count: 2,
    since: now,
    details: [],
  };
  Object.assign(shop.health, { verdict: 'act', findings: [found] });
  await page.reload();
  await heading(page, 'How it stands').waitFor();
  await page.getByRole('button', { name: /^Copy for support: A check of the books/ }).click();
  await page.getByText('Copied. Paste it into your message to support.').waitFor();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(JSON.parse(copied)).toMatchObject({
    app: 'Regulars',
    verdict: 'act',
    findings: [{ code: 'booksWrong', count: 2, since: now }],
  });
});
