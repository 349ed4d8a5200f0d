/** Becomes `regulars-codes.js`: what the panel fetches once points are to be spent. */
import { applied, clash, code, codes, confirm, minMiss, slow } from './codeViews.js';
import { weigh } from './advising.js';
import { copy } from './copying.js';
import { lookAgain, putBack, redeem, swap, use } from './redeem.js';

confirm.asks = weigh;
export const views = { applied, clash, code, codes, confirm, minMiss, slow };
export const ways = { copy, lookAgain, putBack, redeem, swap, use };
export const waits = {
  redeem: 'redeemWait',
  lookAgain: 'redeemWait',
  use: 'cartWait',
  swap: 'cartWait',
  putBack: 'backWait',
};
