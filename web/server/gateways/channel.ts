/**
 * The channel port: a way to reach a person outside the shop. Email is the first one. Like the
 * platform port it takes a deadline (ms from now, real time) and reports doubt honestly.
 */
import type { Answer } from './platform.ts';

export type Letter = {
  to: string;
  /** Who writes, in the reader's mailbox: the shop's name. */
  fromName: string;
  subject: string;
  text: string;
  html: string;
  /** BCP 47. */
  locale: string;
  /** When it is written, by the app's clock (ms). */
  writtenAt: number;
  /**
   * The same letter has the same key: after doubt it is sent again under one id, so that a mailbox
   * may show it once.
   */
  idempotencyKey: string;
};

export type Channel = {
  readonly name: string;
  /** `refused`: this address will never take it. */
  send(letter: Letter, deadlineMs: number): Promise<Answer<object>>;
};
