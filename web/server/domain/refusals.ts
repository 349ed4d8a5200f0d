/**
 * Expected refusals are values. Every kind has one row in the table of `http/refusals.ts`, which turns
 * it into a status and words; an unknown id and another club's id are both `notFound`.
 */
export type RefusalKind =
  | 'notLoggedIn' // a shopper's own thing was asked for by nobody
  | 'notFound'
  | 'programOff' // no program version is in force
  | 'rewardGone' // the reward is not in the program any more
  | 'tierNeeded' // data.tier: the name of the tier that the reward asks for
  | 'priceChanged' // data.points: what it costs now
  | 'notEnoughPoints' // data.missing
  | 'tooManyCodes' // data.limit
  | 'takenOften' // data.limit: as often as one shopper may
  | 'allTaken' // data.limit: as often as anybody may
  | 'cartNeeded' // a share of the cart, and there is none that it is a share of
  | 'frozen' // a person stopped this shopper from spending
  | 'tooMuch' // data.limit: what this person may still give or take today
  | 'sameIdOtherInput'
  | 'codeUsed' // put back asked for, but an order has used the code
  | 'invalid' // field, data.problem
  | 'unconfirmed' // data.limit: the share at worst, in basis points, which has to be typed
  | 'inThePast' // field
  | 'tooSoon' // field, data.limit: so many days before, what held points lose must be told
  | 'conflict' // data.version: someone published since
  | 'historyRunning' // the shop's past is still being read
  | 'alreadyRunning' // another decision about the past is being carried out
  | 'notAllowed' // this person's role does not let them
  | 'lastManager' // the only manager stays one
  | 'over' // it has been done, or dropped, and is decided no more
  | 'birthdayKept' // it was told less than a year ago
  | 'checkFailed' // the code of a mail does not fit, is over, or was tried too often
  | 'notNew' // the offer is for who has not bought here yet
  | 'noScope' // the API key was not made for this
  | 'forged' // no proof of identity that holds
  | 'shopUnreachable'; // the platform did not answer

export type Refusal = {
  ok: false;
  kind: RefusalKind;
  field?: string;
  data?: Record<string, string | number>;
};

export const refuse = (kind: RefusalKind, data?: Refusal['data'], field?: string): Refusal => ({
  ok: false,
  kind,
  ...(data ? { data } : {}),
  ...(field ? { field } : {}),
});
