/**
 * The one table that turns refusals into HTTP and words. Another's thing and a missing thing are both
 * `notFound`, so they are answered with the same bytes.
 */
import type { Response } from 'express';
import type { ErrorBody } from '../../contract/shopper.ts';
import type { Refusal, RefusalKind } from '../domain/refusals.ts';
import { LANGUAGES, textOf } from './words.ts';
import type { Language } from './words.ts';

/** What a door itself may find wrong, before any action is asked. */
export type DoorProblem =
  | 'internal' // our bug
  | 'unreadable' // no JSON, or deeper than anything we ask for
  | 'tooLarge'
  | 'wrongType' // a write that is not JSON, or lacks our own header
  | 'wrongOrigin' // a write that another site's page sent
  | 'wrongMethod'
  | 'tooOften'; // data.seconds: how long to wait

export type Kind = RefusalKind | DoorProblem;

const STATUS: Record<Kind, number> = {
  notLoggedIn: 401,
  forged: 401,
  notFound: 404,
  programOff: 409,
  rewardGone: 409,
  tierNeeded: 409,
  priceChanged: 409,
  notEnoughPoints: 409,
  tooManyCodes: 409,
  takenOften: 409,
  allTaken: 409,
  cartNeeded: 409,
  frozen: 409,
  tooMuch: 409,
  sameIdOtherInput: 409,
  codeUsed: 409,
  conflict: 409,
  unconfirmed: 409,
  historyRunning: 409,
  alreadyRunning: 409,
  notAllowed: 403,
  lastManager: 409,
  over: 409,
  birthdayKept: 409,
  checkFailed: 409,
  notNew: 409,
  noScope: 403,
  invalid: 422,
  inThePast: 422,
  tooSoon: 422,
  shopUnreachable: 503,
  internal: 500,
  unreadable: 400,
  tooLarge: 413,
  wrongType: 415,
  wrongOrigin: 403,
  wrongMethod: 405,
  tooOften: 429,
};

export const KINDS = Object.keys(STATUS) as Kind[];

export type Refused = { kind: Kind; field?: string; data?: Refusal['data'] };

const DIGITS: Record<Language, string> = { en: 'en-US', fa: 'fa-IR', ar: 'ar-EG-u-nu-arab' };

/** A refusal as everybody hears it: status and body. */
export function toldOf(refused: Refused, language: Language): { status: number; body: ErrorBody } {
  const { kind, field, data } = refused;
  const message = messageOf(refused, language);
  const error = { code: kind, message, ...(field ? { field } : {}), ...problemOf(data) };
  return { status: STATUS[kind], body: { error } };
}

const problemOf = (data: Refusal['data']): { problem?: string } =>
  data?.['problem'] === undefined ? {} : { problem: String(data['problem']) };

function messageOf({ kind, data }: Refused, language: Language): string {
  const count = Number(
    data?.['points'] ??
      data?.['missing'] ??
      data?.['limit'] ??
      data?.['version'] ??
      data?.['seconds'],
  );
  const n = Number.isFinite(count) ? count : 0;
  const problem = kind === 'invalid' ? data?.['problem'] : undefined;
  const text =
    problem === undefined
      ? textOf(language, 'errors', kind, n)
      : textOf(language, 'problems', String(problem), n);
  return text
    .replaceAll('{n}', new Intl.NumberFormat(DIGITS[language]).format(n))
    .replaceAll('{p}', percentOf(n, language))
    .replaceAll('{c}', String(data?.['currency'] ?? ''))
    .replaceAll('{t}', `\u2068${data?.['tier'] ?? ''}\u2069`);
}

/** Basis points as people write them: 1270 is 12.7 %. */
const percentOf = (basisPoints: number, language: Language): string =>
  new Intl.NumberFormat(DIGITS[language], { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  );

/** The language that the request was found to be in; every door sets it first. */
export function languageFor(response: Response): Language {
  const language: unknown = response.locals['language'];
  return LANGUAGES.find((each) => each === language) ?? 'en';
}

export function sendRefusal(response: Response, refused: Refused): void {
  const { status, body } = toldOf(refused, languageFor(response));
  if (refused.kind === 'tooOften') response.set('retry-after', String(refused.data?.['seconds']));
  response.status(status).json(body);
}
