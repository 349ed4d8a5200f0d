/**
 * Does the shop still tell us what happens? Once a day its subscriptions are looked at. That a topic
 * has fallen silent is seen from what it did not tell: orders that only asking brought to light.
 */
import { foundSince, heardTopics } from '../store/healing.ts';
import {
  noteCheck,
  noteCheckFailed,
  noteLimits,
  readLastCheck,
  readLimitsKnown,
} from '../store/shopHealing.ts';
import { readShop } from '../store/shops.ts';
import type { Failure, Platform, ShopCall } from '../gateways/platform.ts';
import { contextOf } from './context.ts';
import type { Reach } from './context.ts';
import type { Job, Outcome, Outcomes } from './deliver.ts';
import { importAgain } from './importHistory.ts';
import { patiently } from './patience.ts';
import { callShop } from './shopCall.ts';

const DAY_MS = 86_400_000;

export async function checkSubscriptions(reach: Reach, job: Job): Promise<Outcomes> {
  const outcome = await check(reach, job);
  return new Map(job.claimed.map(({ key }) => [key, outcome]));
}

async function check(reach: Reach, job: Job): Promise<Outcome> {
  const { clubId, shopId } = job;
  const answer = await callShop(reach, clubId, shopId, job.leftMs());
  if (!answer.ok) return failed(reach, job, answer.failure);
  const { call } = answer;
  const silent = await silentTopics(reach, job);
  const { platform, messagesAddress } = reach;
  const mended = await platform.mendSubscriptions(call, messagesAddress, silent);
  if (!mended.ok) return failed(reach, job, mended.failure);
  const now = reach.now();
  await reach.inTransaction(clubId, async (tx) => {
    const shop = await readShop(tx, shopId);
    const markAt = shop?.installedAt ?? now;
    await noteCheck(tx, shopId, { markAt, now, mended: mended.mended });
  });
  await lookAtLimits(reach, job, { ...call, deadlineMs: job.leftMs() });
  return { kind: 'again', dueAt: now + DAY_MS };
}

/** A check that came to nothing says so. */
async function failed(reach: Reach, job: Job, failure: Failure): Promise<Outcome> {
  const { outcome, resting } = patiently(job, failure, reach.now());
  if (!resting) return outcome;
  await reach.inTransaction(job.clubId, async (tx) => {
    const shop = await readShop(tx, job.shopId);
    if (!shop) return;
    const check = { markAt: shop.installedAt, problem: failure.reason };
    await noteCheckFailed(tx, job.shopId, check);
  });
  return outcome;
}

/**
 * Topics that should have told of what a look found since yesterday, or since the last check where
 * those of meanwhile came to nothing, and have not said a word.
 */
async function silentTopics(reach: Reach, { clubId, shopId }: Job): Promise<string[]> {
  const yesterday = reach.now() - DAY_MS;
  const { placed, changed }: Platform['topics'] = reach.platform.topics;
  return reach.inTransaction(clubId, async (tx) => {
    const since = Math.min(yesterday, (await readLastCheck(tx, shopId)) ?? yesterday);
    const found = await foundSince(tx, shopId, since);
    const expected = [...(found.missing > 0 ? placed : []), ...(found.stale > 0 ? changed : [])];
    const heard = await heardTopics(tx, shopId, expected, since);
    return expected.filter((topic) => !heard.includes(topic));
  });
}

/** Where more can be reached than before, the past is read again. */
async function lookAtLimits(reach: Reach, job: Job, call: ShopCall): Promise<void> {
  const limits = await reach.platform.readLimits(call);
  if (!limits.ok) return;
  await reach.inTransaction(job.clubId, async (tx) => {
    const shop = await readShop(tx, job.shopId);
    if (!shop) return;
    const before = await readLimitsKnown(tx, job.shopId);
    await noteLimits(tx, job.shopId, shop.installedAt, limits.unreached);
    const opened = before?.includes('olderOrders') && !limits.unreached.includes('olderOrders');
    if (opened) await importAgain(tx, contextOf(reach), job.shopId);
  });
}
