/**
 * Proves the books of one club. Every stored number is computed a second time from what it stands on,
 * and each row that disagrees is named, with what it holds and what it should hold.
 */
import { readInLanes } from '../store/readLanes.ts';
import { auditLane, planAudit } from './auditJobs.ts';
import type { Wrong } from './auditJobs.ts';

export type AuditFinding = Wrong & {
  /** The same in a line, for a console. */
  text: string;
};

export type AuditReport = { findings: AuditFinding[]; transfers: number; shoppers: number };

const textOf = ({ table, id, column, stored, expected }: Wrong): string =>
  `${table} ${id}: ${column} is ${stored}, should be ${expected}`;

/**
 * Reads every row of the club's books as of one moment, and changes nothing. Large books are shared
 * out to threads with a connection each (none of the pools'); `lanes` says to how many.
 */
export async function auditClub(url: string, clubId: string, lanes?: number): Promise<AuditReport> {
  let size = { transfers: 0, shoppers: 0 };
  const found = await readInLanes(
    { url, clubId, ...(lanes === undefined ? {} : { lanes }) },
    {
      plan: async (read) => {
        const [counted] = await read.query<{ transfers: bigint; shoppers: bigint }>(
          `select (select count(*) from transfers where club_id = $1) as transfers,
             (select count(*) from shoppers where club_id = $1) as shoppers`,
          [clubId],
        );
        size = { transfers: Number(counted?.transfers), shoppers: Number(counted?.shoppers) };
        return planAudit(read);
      },
      lane: auditLane,
      entry: new URL('./auditLane.ts', import.meta.url),
    },
  );
  const findings = found.map((wrong) => ({ ...wrong, text: textOf(wrong) }));
  findings.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  return { findings, ...size };
}
