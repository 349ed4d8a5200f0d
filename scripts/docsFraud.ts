/** `npm run docs:fraud`: judges the synthetic clubs and writes docs/fraud.md. */
import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { FRAUD_PAGE, fraudPage, measureAll } from './fraud/fraudPage.ts';

const style = await resolveConfig(FRAUD_PAGE);
const page = await format(fraudPage(measureAll()), { ...style, filepath: FRAUD_PAGE });
writeFileSync(FRAUD_PAGE, page);
console.log(page.slice(page.indexOf('## The synthetic set')));
