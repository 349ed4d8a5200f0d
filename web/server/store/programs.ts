/** Program versions: numbered by the insert, never changed. */
import type { Program, ProgramVersion } from '../domain/program.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type PublishedVersion = ProgramVersion & { publishedAt: number; publishedBy: string };

/** All versions, oldest first. A club has few. */
export async function readVersions(tx: Tx): Promise<PublishedVersion[]> {
  const rows = await tx.prisma.programVersion.findMany({
    where: { clubId: tx.clubId },
    orderBy: { version: 'asc' },
  });
  return rows.map((row) => ({
    version: row.version,
    effectiveFrom: row.effectiveFrom.getTime(),
    program: row.settings as unknown as Program,
    publishedAt: row.publishedAt.getTime(),
    publishedBy: row.publishedBy,
  }));
}

/** The same on the order path, where every round trip counts. */
export function readVersionsFast(tx: Tx): Promise<ProgramVersion[]> {
  return tx.hot<ProgramVersion>(
    `select version, effective_from as "effectiveFrom", settings as program from programs
     where club_id = $1 order by version`,
    [tx.clubId],
  );
}

/** False when somebody else published this number first. */
export async function addVersion(tx: Tx, version: PublishedVersion): Promise<boolean> {
  const rows = await tx.query(
    `insert into programs (club_id, version, effective_from, settings, published_at, published_by)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning version`,
    [
      tx.clubId,
      version.version,
      at(version.effectiveFrom),
      JSON.stringify(version.program),
      at(version.publishedAt),
      version.publishedBy,
    ],
  );
  return rows.length === 1;
}
