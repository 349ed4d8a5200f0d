/** A segment's shoppers as CSV, a thousand lines at a time: never all of them in memory. */
import { once } from 'node:events';
import type { Response } from 'express';
import { noteSegmentFile } from '../../actions/segments.ts';
import { SEGMENT_HEAD, readFilePlace, readSegmentLines } from '../../analytics/segmentFile.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import type { Merchant } from './caller.ts';
import { NOBODY } from './ids.ts';

export async function sendSegmentFile(
  deps: DoorDeps,
  { clubId, shopId, actor }: Merchant,
  segmentId: string,
  response: Response,
): Promise<Refused | null> {
  const place = await deps.inTransaction(clubId, async (tx) => {
    const found = await readFilePlace(tx, { shopId, segmentId });
    if (found) await noteSegmentFile(tx, deps.context(), { segmentId, actor, name: found.name });
    return found;
  });
  if (!place) return NOBODY;
  response.type('text/csv; charset=utf-8').attachment('segment.csv').write(SEGMENT_HEAD);
  for (let after: string | null = null; !response.closed;) {
    const page: { text: string; after: string | null } = await deps.inTransaction(clubId, (tx) =>
      readSegmentLines(tx, { segmentId, after, place }),
    );
    if (!response.write(page.text)) {
      // Whoever reads it may be slow, or gone.
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
    }
    if (page.after === null) break;
    after = page.after;
  }
  response.end();
  return null;
}
