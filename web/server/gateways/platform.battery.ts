/**
 * The promise of the platform port in executable form: every implementation runs this suite against
 * a real shop (or a simulated one, over the wire). It knows no platform; a `BatteryWorld` does.
 */
import { describe } from 'vitest';
import { cards } from './battery/cards.ts';
import { codes } from './battery/codes.ts';
import { faults } from './battery/faults.ts';
import { orders } from './battery/orders.ts';
import { people, proofs, tokens } from './battery/proofs.ts';
import type { Make } from './battery/world.ts';

export type { BatteryWorld, FaultMode, FaultyVerb, Message, OrderWish } from './battery/world.ts';

/** Runs the whole suite. `make` gives a fresh world each time. */
export function platformBattery(name: string, make: Make): void {
  describe(`${name} keeps the promise of a platform`, () => {
    describe('proofs', () => proofs(make));
    describe('tokens', () => tokens(make));
    describe('orders', () => orders(make));
    describe('people and leaving', () => people(make));
    describe('codes', () => codes(make));
    describe('cards', () => cards(make));
    describe('faults', () => faults(make));
  });
}
