/** No argument is larger: whatever is multiplied with it stays a number that people can read. */
export const MAX_POINTS = 1_000_000;
export const MAX_MINOR = 1_000_000_000_000;
/** × 1.01 to × 20, in basis points: below 1 a bonus would take points away. */
export const MIN_TIMES = 10_100;
export const MAX_TIMES = 200_000;
