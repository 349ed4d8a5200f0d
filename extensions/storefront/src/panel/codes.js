/** Becomes `regulars-codes.js`: what the panel fetches once points are to be spent. */
import { applied, clash, code, codes, confirm, minMiss, slow } from './codeViews.js';
import { weigh } from './advising.js';
import { copy } from './copying.js';
import { lookAgain, putBack, redeem, use } from './redeem.js';

export const views = { applied, clash, code, codes, confirm, minMiss, slow };
export const ways = { weigh, copy, lookAgain, putBack, redeem, use };
