/** Becomes `regulars-cart.js`: what is best for the cart, and what became of putting codes on it. */
export * from './advising.js';
export * from './asking.js';
export * from './weighing.js';
