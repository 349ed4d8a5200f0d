/** People who ask what is kept of them: requests, and the file that answers one (`/api/data-requests`). */
import { z } from 'zod';

const moment = z.iso.datetime();
const record = z.record(z.string(), z.unknown());

export const dataRequest = z.object({
  id: z.uuid(),
  /** The platform's own number of the request. */
  platformRequestId: z.string(),
  askedAt: moment,
  /** The law's last day. */
  dueAt: moment,
  answeredAt: moment.nullable(),
  answeredBy: z.string().nullable(),
  /** nothing: we do not know them; erased: what there was has been erased since. */
  kept: z.enum(['something', 'nothing', 'erased']),
});

/** Those that wait first. */
export const dataRequestsAnswer = z.object({ now: moment, requests: z.array(dataRequest) });

/** Empty: the request is named by the address. */
export const dataRequestAct = z.strictObject({});

/**
 * Everything that is kept of one person, in the books' own words: docs/privacy.md says what each part
 * means. Parts are empty where nothing is kept.
 */
export const personalData = z.object({
  format: z.literal('regulars/personal-data'),
  version: z.literal(1),
  madeAt: moment,
  requestedAt: moment,
  kept: dataRequest.shape.kept,
  shoppers: z.array(record),
  identities: z.array(record),
  orders: z.array(record),
  points: z.array(record),
  lots: z.array(record),
  debts: z.array(record),
  tiers: z.array(record),
  tiersEntered: z.array(record),
  actions: z.array(record),
  redemptions: z.array(record),
  /** Tags that we wanted for them at the shop, and what people there were to do for them. */
  tags: z.array(record).default([]),
  tasks: z.array(record).default([]),
  /** Segments they are in, and their coming and going. */
  segments: z.array(record).default([]),
  segmentMoves: z.array(record).default([]),
  nextOrderCodes: z.array(record),
  walletCredits: z.array(record),
  predictions: z.array(record),
  givenCodes: z.array(record),
  personalCodes: z.array(record),
  referralsAsAdvocate: z.array(record),
  referralsAsFriend: z.array(record),
  notes: z.array(record),
  requests: z.array(record),
});

export type DataRequestsAnswer = z.infer<typeof dataRequestsAnswer>;
export type PersonalData = z.infer<typeof personalData>;
