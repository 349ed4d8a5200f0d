/** Becomes `regulars-views.js`: the first pages, and the drawing that the other files share. */
export * from './html.js';
export * from './ladder.js';
export * from './parts.js';
export { earnRows, rewardRows, row, views } from './views.js';
