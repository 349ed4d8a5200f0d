/** What a shop needs once before cards can be read by its pages. */
import type { Reach } from './context.ts';
import type { Job, Outcomes } from './deliver.ts';
import { callShop } from './shopCall.ts';

export async function prepareShops(reach: Reach, job: Job): Promise<Outcomes> {
  const answer = await callShop(reach, job.clubId, job.shopId, job.leftMs(), 'cards');
  if (!answer.ok) return job.all(answer.failure);
  const call = { ...answer.call, deadlineMs: job.leftMs() };
  const prepared = await reach.platform.prepareShop(call);
  return prepared.ok ? new Map() : job.all(prepared.failure);
}
