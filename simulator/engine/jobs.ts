import type { Database, Row } from '../state/database.ts';
import { addCode, deleteCode, findCode, readDiscount } from '../state/discounts.ts';
import type { Ids } from '../state/ids.ts';

export type AddedCode = {
  code: string;
  codeId: string | null;
  error: 'TAKEN' | 'BLANK' | 'INTERNAL_ERROR' | null;
};
/** What goes wrong with a job: it never says that it is done, never begins, or leaves a code out. */
export type Trouble = 'stalls' | 'never' | 'codeFails';
export type BulkAdd = {
  kind: 'bulkAdd';
  id: string;
  done: boolean;
  discountId: string;
  createdAt: number;
  readyAt: number;
  trouble?: Trouble;
  codes: readonly AddedCode[];
};
export type BulkDelete = {
  kind: 'bulkDelete';
  id: string;
  done: boolean;
  discountId: string;
  readyAt: number;
  trouble?: Trouble;
  codeIds: readonly string[];
};
export type Job = BulkAdd | BulkDelete;

/**
 * Asynchronous work on codes. A job takes effect `delayMs` of real time after it was asked for;
 * whoever looks at codes calls `finish` first, so that no timer is needed. A code that is used
 * before its deletion takes effect has been used.
 */
export type Jobs = {
  addCodes(shop: string, discountId: string, codes: readonly string[], trouble?: Trouble): BulkAdd;
  deleteCodes(
    shop: string,
    discountId: string,
    codeIds: readonly string[],
    trouble?: Trouble,
  ): BulkDelete;
  find(shop: string, id: string): Job | null;
  finish(): void;
  setDelay(ms: number): void;
};

export function makeJobs(
  db: Database,
  ids: Ids,
  options: { now: () => number; delayMs: number },
): Jobs {
  let delayMs = options.delayMs;
  const store = (shop: string, job: Job): void => {
    db.run(
      'INSERT OR REPLACE INTO jobs (shop, id, kind, done, body) VALUES (?, ?, ?, ?, ?)',
      shop,
      job.id,
      job.kind,
      job.done ? 1 : 0,
      JSON.stringify(job),
    );
  };
  const read = (row: Row): Job => JSON.parse(String(row['body'])) as Job;
  const finish = (): void => {
    for (const row of db.all('SELECT shop, body FROM jobs WHERE done = 0 ORDER BY rowid')) {
      const job = read(row);
      if (job.readyAt > Date.now() || job.trouble === 'never') continue;
      const shop = String(row['shop']);
      db.transaction(() => store(shop, apply(db, ids, shop, job)));
    }
  };
  const start = <J extends Job>(shop: string, job: J): J => {
    store(shop, job);
    if (delayMs === 0) finish();
    return job;
  };
  return {
    addCodes: (shop, discountId, codes, trouble) =>
      start(shop, {
        ...(trouble ? { trouble } : {}),
        kind: 'bulkAdd',
        id: ids.next(),
        done: false,
        discountId,
        createdAt: options.now(),
        readyAt: Date.now() + delayMs,
        codes: codes.map((code) => ({ code, codeId: null, error: null })),
      }),
    deleteCodes: (shop, discountId, codeIds, trouble) =>
      start(shop, {
        ...(trouble ? { trouble } : {}),
        kind: 'bulkDelete',
        id: ids.uuid(),
        done: false,
        discountId,
        readyAt: Date.now() + delayMs,
        codeIds,
      }),
    find(shop, id) {
      finish();
      const row = db.one('SELECT body FROM jobs WHERE shop = ? AND id = ?', shop, id);
      if (!row) return null;
      const job = read(row);
      return job.trouble === 'stalls' ? { ...job, done: false } : job;
    },
    finish,
    setDelay(ms) {
      delayMs = ms;
    },
  };
}

function apply(db: Database, ids: Ids, shop: string, job: Job): Job {
  if (job.kind === 'bulkDelete') {
    for (const codeId of job.codeIds) deleteCode(db, shop, job.discountId, codeId);
    return { ...job, done: true };
  }
  const parent = readDiscount(db, shop, job.discountId);
  const failing = job.trouble === 'codeFails' ? Math.floor(job.codes.length / 2) : -1;
  const codes = job.codes.map(({ code }, at): AddedCode => {
    if (at === failing) return { code, codeId: null, error: 'INTERNAL_ERROR' };
    if (code.trim() === '') return { code, codeId: null, error: 'BLANK' };
    const id = ids.next();
    if (parent && !findCode(db, shop, code)) {
      addCode(db, shop, { id, code, discountId: job.discountId });
      return { code, codeId: id, error: null };
    }
    return { code, codeId: null, error: 'TAKEN' };
  });
  return { ...job, codes, done: true };
}

const TROUBLES: Readonly<Record<string, Trouble>> = {
  jobStalls: 'stalls',
  jobStallsBefore: 'never',
  bulkCodeFails: 'codeFails',
};

/** The same jobs, except that the ones which are begun here go wrong in this way. */
export function troubledJobs(jobs: Jobs, mode: string | undefined): Jobs {
  const trouble = mode === undefined ? undefined : TROUBLES[mode];
  if (!trouble) return jobs;
  return {
    ...jobs,
    addCodes: (shop, discountId, codes) => jobs.addCodes(shop, discountId, codes, trouble),
    deleteCodes: (shop, discountId, ids) => jobs.deleteCodes(shop, discountId, ids, trouble),
  };
}
