/** Becomes `regulars-more.js`: what the panel fetches for the pages behind its first ones. */
import { history, readHistory } from './history.js';
import { hidden, rewards } from './morePages.js';
import { earn, ways as waysToEarn } from './waysToEarn.js';

history.asks = readHistory;
export const views = { earn, hidden, history, rewards };
export const waits = { older: 'loading' };
export const ways = { older: readHistory, ...waysToEarn };
