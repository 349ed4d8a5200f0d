/**
 * Makes a shopper's tags at the shop match what is wanted of them. Key of a delivery: shopperId, so that
 * nobody puts a tag while somebody else takes it away. A tag that was there before us is left alone.
 */
import type { Failure, ShopCall } from '../gateways/platform.ts';
import { customerIdsOf } from '../store/shoppers.ts';
import { endTagGrants, markTagsSent, settleTagGrants, tagGrantsOf } from '../store/tagGrants.ts';
import type { TagGrant } from '../store/tagGrants.ts';
import type { Tx } from '../store/transaction.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import type { CodeNews } from './driveCodes.ts';
import { finishCodes } from './finishCodes.ts';
import { callShop } from './shopCall.ts';

/** One tag of one shopper, in whatever case it is written: a shop does not tell them apart. */
type Wish = {
  tag: string;
  wanted: TagGrant[];
  /** We put it there, or may have. */
  ours: boolean;
};

export async function settleTags(reach: Reach, job: Job): Promise<Outcomes> {
  const shopperIds = job.claimed.map(({ key }) => key);
  const { grants, customers } = await reach.inTransaction(job.clubId, async (tx) => ({
    grants: await tagGrantsOf(tx, job.shopId, shopperIds),
    customers: await customerIdsOf(tx, job.shopId, shopperIds),
  }));
  const outcomes: Outcomes = new Map();
  for (const [shopperId, mine] of Map.groupBy(grants, (grant) => grant.shopperId)) {
    if (mine.every(({ settledAt }) => settledAt !== null)) continue;
    if (job.isLate()) outcomes.set(shopperId, 'notReached');
    else outcomes.set(shopperId, await settleOne(reach, job, mine, customers.get(shopperId)));
  }
  return outcomes;
}

function wishesOf(grants: readonly TagGrant[]): Wish[] {
  return [...Map.groupBy(grants, ({ tag }) => tag.toLowerCase()).values()].map((same) => ({
    tag: same[0]?.tag ?? '',
    wanted: same.filter(({ endedAt }) => endedAt === null),
    ours: same.some(({ sentAt }) => sentAt !== null),
  }));
}

async function settleOne(
  reach: Reach,
  job: Job,
  grants: readonly TagGrant[],
  customerId: string | undefined,
): Promise<Outcome> {
  const wishes = wishesOf(grants);
  // Erased, or never a customer of this shop: there is nobody to hang a tag on.
  if (customerId === undefined) {
    await settle(
      reach,
      job,
      grants.filter(({ endedAt }) => endedAt !== null),
    );
    return 'done';
  }
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'tags');
  if (!answer.ok) return answer.failure;
  const call = (): ShopCall => ({
    ...answer.call,
    deadlineMs: job.leftMs(),
    urgent: job.urgent,
  });
  const { platform } = reach;
  const gone = wishes.filter(isToRemove).map(({ tag }) => tag);
  const taken = gone.length === 0 ? OK : await platform.removeTags(call(), customerId, gone);
  if (!taken.ok) return taken.failure;
  await settle(
    reach,
    job,
    grants.filter(({ endedAt }) => endedAt !== null),
  );
  const doubt = await putDown(reach, job, wishes, { call, customerId });
  if (doubt !== null) return doubt;
  const added = wishes.filter(isToAdd).map(({ tag }) => tag);
  const put = added.length === 0 ? OK : await platform.addTags(call(), customerId, added);
  const wanted = wishes.flatMap((wish) => wish.wanted);
  if (!put.ok && put.failure.kind === 'refused') return refuse(reach, job, wanted, put.failure);
  if (!put.ok) return put.failure;
  await settle(reach, job, wanted);
  return 'done';
}

const OK = { ok: true } as const;

const isToAdd = ({ wanted, ours }: Wish): boolean =>
  ours && wanted.some(({ settledAt }) => settledAt === null);
const isToRemove = ({ wanted, ours }: Wish): boolean => ours && wanted.length === 0;

/** A tag is ours from here on unless the shop has it already; what went wrong with asking, or null. */
async function putDown(
  reach: Reach,
  job: Job,
  wishes: readonly Wish[],
  { call, customerId }: { call: () => ShopCall; customerId: string },
): Promise<Failure | null> {
  const unknown = wishes.filter(({ wanted, ours }) => wanted.length > 0 && !ours);
  const looked = unknown.some(({ wanted }) => wanted.some(({ settledAt }) => settledAt === null));
  if (looked) {
    const answer = await reach.platform.readTags(call(), [customerId]);
    if (!answer.ok) return answer.failure;
    const there = new Set((answer.tags.get(customerId) ?? []).map((tag) => tag.toLowerCase()));
    for (const wish of unknown) wish.ours = !there.has(wish.tag.toLowerCase());
  }
  // Whoever wants a tag that is ours must know that it is, when the others have ended.
  const ours = wishes.filter((wish) => wish.ours).flatMap(({ wanted }) => wanted);
  const sent = ours.filter(({ sentAt }) => sentAt === null).map(({ grantId }) => grantId);
  if (sent.length > 0) {
    await reach.inTransaction(job.clubId, (tx) => markTagsSent(tx, sent, reach.now()));
  }
  return null;
}

/** The shop is as these rows say: what hangs on them is told. */
async function settle(reach: Reach, job: Job, grants: readonly TagGrant[]): Promise<void> {
  if (grants.length === 0) return;
  const news = grants
    .filter(({ settledAt }) => settledAt === null)
    .map((grant) => ({
      grant,
      told: { kind: grant.endedAt === null ? ('issued' as const) : ('gone' as const) },
    }));
  await reach.inTransaction(job.clubId, async (tx) => {
    await tell(tx, reach, job, news);
    await settleTagGrants(tx, grants, reach.now());
  });
}

type GrantNews = { grant: TagGrant; told: CodeNews };

const tell = (tx: Tx, reach: Reach, job: Job, news: readonly GrantNews[]): Promise<void> =>
  finishCodes(
    tx,
    contextOf(reach),
    job.shopId,
    news
      .filter(({ grant }) => grant.source === 'redemption')
      .map(({ grant, told }) => ({
        key: { shopperId: grant.shopperId, redemptionId: grant.sourceKey },
        told,
      })),
  );

/**
 * The shop will never take it. What points were spent on is refused, with its points back; what a tier
 * wants stays, and stands with what was set aside.
 */
async function refuse(
  reach: Reach,
  job: Job,
  wanted: readonly TagGrant[],
  failure: Failure,
): Promise<Outcome> {
  const fresh = wanted.filter(({ settledAt }) => settledAt === null);
  const mine = fresh.filter(({ source }) => source === 'redemption');
  const told: CodeNews = { kind: 'refused', reason: failure.reason };
  await reach.inTransaction(job.clubId, async (tx) => {
    await tell(
      tx,
      reach,
      job,
      mine.map((grant) => ({ grant, told })),
    );
    const now = reach.now();
    for (const grant of mine) await endTagGrants(tx, grant.shopperId, grant, now);
    await settleTagGrants(
      tx,
      mine.map((grant) => ({ ...grant, endedAt: now })),
      now,
    );
  });
  return mine.length === fresh.length ? 'done' : failure;
}
