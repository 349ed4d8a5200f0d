import { readFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { RULES_PAGE, rulesPage } from './rulesPage.ts';

test('docs/rules.md says what the registry says; npm run docs:rules writes it anew', async () => {
  const file = path.join(import.meta.dirname, '..', '..', RULES_PAGE);
  const style = await resolveConfig(file);
  const made = await format(rulesPage(), { ...style, filepath: file });
  expect(readFileSync(file, 'utf8')).toBe(made);
});
