/** `npm run docs:rules`: writes docs/rules.md from the registry of rules. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { RULES_PAGE, rulesPage } from './rules/rulesPage.ts';

const style = await resolveConfig(RULES_PAGE);
writeFileSync(RULES_PAGE, await format(rulesPage(), { ...style, filepath: RULES_PAGE }));
console.log(`${RULES_PAGE} says what the registry says`);
