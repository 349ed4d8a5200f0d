/** What a code takes off, and from which basket on, read from a form. */
import type { ProgramBody } from '../../contract/merchant.ts';
import { readMoney, readPercent } from '../money/readNumber.ts';
import type { Read } from '../money/readNumber.ts';
import type { OfferForm } from './form.ts';
import type { Reader } from './readForm.ts';

export type Bounds = { min: number; max: number };
export const money: Bounds = { min: 1, max: 1_000_000_000_000 };
export const days: Bounds = { min: 0, max: 365 };

/** With shipping discounts alone, where nobody has said otherwise. */
export const COMBINES = { order: false, product: false, shipping: true };

export function readOffer(form: OfferForm, path: string, reader: Reader) {
  const value = readValue(form, path, reader);
  const typed = form.minimum.trim();
  const read: Read = typed === '' ? { ok: true, value: 0 } : readMoney(typed, reader.style);
  const minimumMinor = reader.take(`${path}.minimumMinor`, read, { ...money, min: 0 });
  const below = value.kind === 'amountOff' && minimumMinor > 0 && minimumMinor < value.amountMinor;
  if (below) reader.note(`${path}.minimumMinor`, 'minimumBelowValue');
  return { value, minimumMinor };
}

type CodeValue = NonNullable<ProgramBody['referral']>['friend']['value'];
export type ValueForm = Pick<OfferForm, 'kind' | 'amount' | 'percent'>;

export function readValue(form: ValueForm, path: string, reader: Reader): CodeValue {
  if (form.kind === 'freeShipping') return { kind: 'freeShipping' };
  if (form.kind === 'percentOff') {
    const field = `${path}.value.basisPoints`;
    const bounds = { min: 1, max: 10_000 };
    return {
      kind: 'percentOff',
      basisPoints: reader.take(field, readPercent(form.percent), bounds),
    };
  }
  const field = `${path}.value.amountMinor`;
  const amountMinor = reader.take(field, readMoney(form.amount, reader.style), money);
  return { kind: 'amountOff', amountMinor };
}
