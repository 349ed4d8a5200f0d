/** What extensions on the platform's own pages (thank-you, account) hear (`/ext/*`). */
import { z } from 'zod';
import { cashback, moneyStyle } from './money.ts';
import { invite, nextOrderCode, publicProgram } from './shopper.ts';

const whole = z.int();

/** 200 of `GET /ext/order?token=…`: what one order brought its buyer. */
export const extOrder = z.object({
  /** What the order is worth now. */
  points: whole,
  /** The day they become the shopper's, in the shop's calendar; null when they are already. */
  yoursOn: z.iso.date().nullable(),
  /** The code that works; null while it is being made and when there is none. */
  nextOrderCode: nextOrderCode.nullable(),
  /** Money credit that the order brings; null: none. */
  cashback: cashback.nullable(),
  /** A code is being made: ask again in a moment. */
  making: z.boolean(),
  /** How the buyer invites friends; null where that is off. */
  invite: invite.nullable(),
  /** Null: the merchant has not turned the program on yet. */
  program: publicProgram.nullable(),
  money: moneyStyle,
  timeZone: z.string(),
  now: z.iso.datetime(),
});

/** 202: the order has not reached us yet, or there is none; ask again in `retryAfterMs`. */
export const extWaiting = z.object({ waiting: z.literal(true), retryAfterMs: whole });

export type ExtOrder = z.infer<typeof extOrder>;
export type ExtWaiting = z.infer<typeof extWaiting>;
