/** Between which bounds the arguments of conditions are. */
import { MAX_MINOR, MAX_POINTS } from '../rules/bounds.ts';

export const DAYS = { kind: 'count', min: 0, max: 36_500, unit: 'days' } as const;
export const ORDERS = { kind: 'count', min: 0, max: 100_000, unit: 'orders' } as const;
export const AMOUNT = { kind: 'amount', min: 0, max: MAX_MINOR } as const;
export const POINTS = { kind: 'points', min: 0, max: MAX_POINTS } as const;
export const SCORE = { kind: 'count', min: 1, max: 100, unit: 'times' } as const;
export const PERCENT = { kind: 'count', min: 0, max: 100, unit: 'times' } as const;
