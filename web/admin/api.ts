import type { BulkAnswer, BulkListAnswer, StaffAnswer, StaffRequest } from '../contract/bulk.ts';
import type { DataRequestsAnswer, PersonalData } from '../contract/dataRequests.ts';
import type {
  PastRewardAnswer,
  PreviewAnswer,
  PreviewRequest,
  RewardRequest,
} from '../contract/healing.ts';
import type { Health } from '../contract/health.ts';
import type {
  AnswersRequest,
  FairnessAnswer,
  Home,
  MoneyRequest,
  ProgramAnswer,
  ProgramBody,
  PublishRequest,
} from '../contract/merchant.ts';
import type {
  DefaultsAnswer,
  DefaultsRequest,
  WorstCaseAnswer,
  WorstCaseRequest,
} from '../contract/worstCase.ts';
import type {
  AdjustRequest,
  BlockRequest,
  FreezeRequest,
  ShopperPage,
  ShoppersAnswer,
} from '../contract/merchantShoppers.ts';
import type { CatalogueAnswer } from '../contract/catalogue.ts';
import type { ApiKeyMade, ApiKeyRequest, ApiKeysAnswer } from '../contract/merchantKeys.ts';
import type { DecideRequest, ReferralsAnswer } from '../contract/merchantReferrals.ts';
import type { TermsRequest, TermsShown } from '../contract/terms.ts';
import type { SuggestedTiersAnswer, TierMovesAnswer } from '../contract/tierMoves.ts';
import type { RulesAnswer } from '../contract/rules.ts';
import type { ErrorBody } from '../contract/shopper.ts';
import { bridge } from './bridge.ts';
import { segmentCalls } from './segments/segmentCalls.ts';
import type { SegmentApi } from './segments/segmentCalls.ts';
import { retentionCalls } from './retentionCalls.ts';
import type { RetentionCalls } from './retentionCalls.ts';
import { taskCalls } from './taskCalls.ts';
import type { TaskCalls } from './taskCalls.ts';
import type { Locale } from './words/locale.ts';

/** What the server refused, or 'unreachable' when it did not answer at all. */
export type Failure = { ok: false; code: string; message: string; field?: string };
export type Answer<T> = { ok: true; value: T } | Failure;

type Publish = Omit<PublishRequest, 'program'> & { program: ProgramBody };

export type Api = SegmentApi &
  RetentionCalls &
  TaskCalls & {
    home(signal?: AbortSignal): Promise<Answer<Home>>;
    program(signal?: AbortSignal): Promise<Answer<ProgramAnswer>>;
    /** The rules that a program can be made of. */
    rules(signal?: AbortSignal): Promise<Answer<RulesAnswer>>;
    /** What the shop sells, by typed text; and what chosen things ('product:1') are called. */
    catalogue(query: string, signal?: AbortSignal): Promise<Answer<CatalogueAnswer>>;
    named(items: readonly string[], signal?: AbortSignal): Promise<Answer<CatalogueAnswer>>;
    /** Answers with all versions, the new one among them. */
    publish(request: Publish): Promise<Answer<ProgramAnswer>>;
    /** A first program from two answers; nothing is published. */
    defaults(request: DefaultsRequest, signal?: AbortSignal): Promise<Answer<DefaultsAnswer>>;
    /** What the shop is like; what is published is held against it. */
    tellAnswers(request: AnswersRequest): Promise<Answer<ProgramAnswer>>;
    /** What shoppers read of a program; nothing is published. */
    terms(request: TermsRequest): Promise<Answer<TermsShown>>;
    /** What a draft takes from points that shoppers hold; nothing is published. */
    fairness(program: ProgramBody, signal?: AbortSignal): Promise<Answer<FairnessAnswer>>;
    /** What the shop's own buyers suggest; nothing is published. */
    suggestedTiers(signal?: AbortSignal): Promise<Answer<SuggestedTiersAnswer>>;
    tierMoves(
      request: { program: ProgramBody },
      signal?: AbortSignal,
    ): Promise<Answer<TierMovesAnswer>>;
    worstCase(request: WorstCaseRequest, signal?: AbortSignal): Promise<Answer<WorstCaseAnswer>>;
    retryParked(id: string): Promise<Answer<Home>>;
    /** Changes how amounts are written, never what they are worth. */
    setMoney(request: MoneyRequest): Promise<Answer<Home>>;
    /** `q` empty: everybody. `after` is the cursor of the page before. */
    shoppers(
      asked: { q: string; tier: string | null; after: string | null },
      signal?: AbortSignal,
    ): Promise<Answer<ShoppersAnswer>>;
    /** `before` is the cursor of older rows of the ledger. */
    shopper(id: string, before: string | null, signal?: AbortSignal): Promise<Answer<ShopperPage>>;
    /** Who may do how much alone. */
    staff(signal?: AbortSignal): Promise<Answer<StaffAnswer>>;
    nameStaff(request: StaffRequest): Promise<Answer<StaffAnswer>>;
    /** Files of adjustments, newest first. */
    files(signal?: AbortSignal): Promise<Answer<BulkListAnswer>>;
    /** Reads a file and answers what it would do; nothing is done. The same id is the same file. */
    sendFile(file: SentFile): Promise<Answer<BulkAnswer>>;
    /** A page of a file's lines, after one of them. */
    file(
      id: string,
      page: { after: number; wrong: boolean },
      signal?: AbortSignal,
    ): Promise<Answer<BulkAnswer>>;
    decideFile(id: string, verb: FileVerb): Promise<Answer<BulkAnswer>>;
    /** Rewards for friends that wait for a person, and those that were decided. */
    referrals(signal?: AbortSignal): Promise<Answer<ReferralsAnswer>>;
    decideReferral(id: string, request: DecideRequest): Promise<Answer<ReferralsAnswer>>;
    adjust(id: string, request: AdjustRequest): Promise<Answer<ShopperPage>>;
    freeze(id: string, request: FreezeRequest): Promise<Answer<ShopperPage>>;
    block(id: string, request: BlockRequest): Promise<Answer<ShopperPage>>;
    /** How the app is doing here, and how whole the shop's orders are. */
    health(signal?: AbortSignal): Promise<Answer<Health>>;
    /** What a decision about past orders would give; nothing is done. */
    previewPast(request: PreviewRequest): Promise<Answer<PreviewAnswer>>;
    /** Decides; it is carried out from then on. */
    rewardPast(request: RewardRequest): Promise<Answer<PastRewardAnswer>>;
    /** Keys of the shop's own systems. */
    keys(signal?: AbortSignal): Promise<Answer<ApiKeysAnswer>>;
    /** Answers with the key itself, this once. */
    makeKey(request: ApiKeyRequest): Promise<Answer<ApiKeyMade>>;
    revokeKey(id: string): Promise<Answer<ApiKeysAnswer>>;
    /** Who asked what is kept of them. */
    dataRequests(signal?: AbortSignal): Promise<Answer<DataRequestsAnswer>>;
    /** Everything that is kept of the person who asked; that it was taken is put down. */
    dataFile(id: string): Promise<Answer<PersonalData>>;
    /** The person has been answered. Answers with all requests. */
    answerDataRequest(id: string): Promise<Answer<DataRequestsAnswer>>;
  };

const unreachable: Failure = { ok: false, code: 'unreachable', message: '' };

export type SentFile = { id: string; name: string; note: string; file: Blob };
export type FileVerb = 'start' | 'approve' | 'drop' | 'undo';

/** `file`: sent as it is, as CSV. */
export type Call = {
  method?: 'PUT' | 'POST';
  body?: unknown;
  file?: Blob;
  signal?: AbortSignal;
  /** What comes is no JSON but a file. */
  text?: true;
};

/** `locale` is the language in which the server words its refusals. */
export function createApi(locale: Locale): Api {
  const ask = <T>(path: string, call: Call = {}): Promise<Answer<T>> =>
    request<T>(path, call, locale);
  return { ...segmentCalls(ask), ...retentionCalls(ask), ...taskCalls(ask), ...callsOf(ask) };
}

type Ask = <T>(path: string, call?: Call) => Promise<Answer<T>>;

function callsOf(ask: Ask): Omit<Api, keyof (SegmentApi & RetentionCalls & TaskCalls)> {
  return {
    home: (signal) => ask('/api/home', signal ? { signal } : {}),
    program: (signal) => ask('/api/program', signal ? { signal } : {}),
    rules: (signal) => ask('/api/rules', signal ? { signal } : {}),
    catalogue: (text, signal) =>
      ask(`/api/catalogue${query({ query: text })}`, signal ? { signal } : {}),
    named: (items, signal) =>
      ask(
        `/api/catalogue${query({
          products: idsOf('product', items),
          collections: idsOf('collection', items),
        })}`,
        signal ? { signal } : {},
      ),
    publish: (body) => ask('/api/program', { method: 'PUT', body }),
    defaults: (body, signal) =>
      ask('/api/program/defaults', { method: 'POST', body, ...(signal ? { signal } : {}) }),
    terms: (body) => ask('/api/program/terms', { method: 'POST', body }),
    fairness: (program, signal) =>
      ask('/api/program/fairness', {
        method: 'POST',
        body: { program },
        ...(signal ? { signal } : {}),
      }),
    worstCase: (body, signal) =>
      ask('/api/program/worst-case', { method: 'POST', body, ...(signal ? { signal } : {}) }),
    suggestedTiers: (signal) => ask('/api/program/suggested-tiers', signal ? { signal } : {}),
    tierMoves: (body, signal) =>
      ask('/api/program/tier-moves', { method: 'POST', body, ...(signal ? { signal } : {}) }),
    tellAnswers: (body) => ask('/api/shop/answers', { method: 'PUT', body }),
    setMoney: (body) => ask('/api/shop/money', { method: 'PUT', body }),
    shoppers: ({ q, tier, after }, signal) =>
      ask(`/api/shoppers${query({ q: q || null, tier, after })}`, signal ? { signal } : {}),
    shopper: (id, before, signal) =>
      ask(`/api/shoppers/${id}${query({ before })}`, signal ? { signal } : {}),
    staff: (signal) => ask('/api/staff', signal ? { signal } : {}),
    nameStaff: (body) => ask('/api/staff', { method: 'PUT', body }),
    files: (signal) => ask('/api/bulk', signal ? { signal } : {}),
    sendFile: ({ id, name, note, file }) =>
      ask(`/api/bulk${query({ id, name, note })}`, { method: 'POST', file }),
    file: (id, { after, wrong }, signal) =>
      ask(
        `/api/bulk/${id}${query({ after: String(after), wrong: wrong ? '1' : null })}`,
        signal ? { signal } : {},
      ),
    decideFile: (id, verb) => ask(`/api/bulk/${id}/${verb}`, { method: 'POST', body: {} }),
    referrals: (signal) => ask('/api/referrals', signal ? { signal } : {}),
    decideReferral: (id, body) => ask(`/api/referrals/${id}/decide`, { method: 'POST', body }),
    adjust: (id, body) => ask(`/api/shoppers/${id}/adjust`, { method: 'POST', body }),
    freeze: (id, body) => ask(`/api/shoppers/${id}/freeze`, { method: 'POST', body }),
    block: (id, body) => ask(`/api/shoppers/${id}/block`, { method: 'POST', body }),
    health: (signal) => ask('/api/health', signal ? { signal } : {}),
    previewPast: (body) => ask('/api/history/preview', { method: 'POST', body }),
    rewardPast: (body) => ask('/api/history/reward', { method: 'POST', body }),
    dataRequests: (signal) => ask('/api/data-requests', signal ? { signal } : {}),
    dataFile: (id) => ask(`/api/data-requests/${id}/file`, { method: 'POST', body: {} }),
    answerDataRequest: (id) => ask(`/api/data-requests/${id}/answer`, { method: 'POST', body: {} }),
    keys: (signal) => ask('/api/keys', signal ? { signal } : {}),
    makeKey: (body) => ask('/api/keys', { method: 'POST', body }),
    revokeKey: (id) => ask(`/api/keys/${id}/revoke`, { method: 'POST', body: {} }),
    retryParked: (id) =>
      ask(`/api/parked/${encodeURIComponent(id)}/retry`, { method: 'POST', body: {} }),
  };
}

const idsOf = (kind: string, items: readonly string[]): string =>
  items
    .filter((item) => item.startsWith(`${kind}:`))
    .map((item) => item.slice(kind.length + 1))
    .join(',');

function query(values: Record<string, string | null>): string {
  const given = Object.entries(values).filter((pair): pair is [string, string] => pair[1] !== null);
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

async function request<T>(path: string, call: Call, locale: Locale): Promise<Answer<T>> {
  try {
    const first = await fetchWithToken(path, call, locale);
    // A session token lives one minute; one that ran out on its way is worth a second try.
    const response = first.status === 401 ? await fetchWithToken(path, call, locale) : first;
    if (response.ok && call.text) return { ok: true, value: (await response.text()) as T };
    const body: unknown = response.status === 204 ? null : await response.json();
    if (response.ok) return { ok: true, value: body as T };
    return failure(body);
  } catch {
    return unreachable;
  }
}

/** https://shopify.dev/docs/apps/build/authentication-authorization/session-tokens */
async function fetchWithToken(path: string, call: Call, locale: Locale): Promise<Response> {
  const token = (await bridge()?.idToken()) ?? '';
  const { method, body, file, signal } = call;
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body));
  const type = file ? 'text/csv' : 'application/json';
  return fetch(path, {
    headers: {
      authorization: `Bearer ${token}`,
      'accept-language': locale,
      ...(sent === undefined ? {} : { 'content-type': type }),
    },
    ...(method ? { method } : {}),
    ...(sent === undefined ? {} : { body: sent }),
    ...(signal ? { signal } : {}),
  });
}

function failure(body: unknown): Failure {
  const { error } = (body ?? {}) as Partial<ErrorBody>;
  if (!error) return { ok: false, code: 'unknown', message: '' };
  const { code, message, field } = error;
  return { ok: false, code, message, ...(field === undefined ? {} : { field }) };
}
