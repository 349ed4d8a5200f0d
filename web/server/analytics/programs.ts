/** The program in force, the one that is planned, and all there ever were (`programAnswer`). */
import type { Program } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import type { Tx } from '../store/transaction.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import { isoOf } from './shown.ts';
import type { MoneyFacts } from '../domain/publicFacts.ts';

export type VersionFacts = {
  version: number;
  effectiveFrom: number;
  publishedAt: number;
  publishedBy: string;
  program: Program;
};

type Answers = { marginBasisPoints: number | null; aovMinor: number | null };
type Row = Answers & MoneyFacts & { [name in keyof VersionFacts]: VersionFacts[name] | null };

const PROGRAMS = `
  select s.margin_basis_points as "marginBasisPoints", s.told_aov_minor::float8 as "aovMinor",
    s.currency, s.money_factor as "moneyFactor", s.money_label as "moneyLabel",
    p.version, p.effective_from as "effectiveFrom", p.published_at as "publishedAt",
    p.published_by as "publishedBy", p.settings as program
  from shops s left join programs p on p.club_id = s.club_id
  where s.club_id = $1 and s.shop_id = $2 order by p.version`;

/** Null when the club has no such shop. */
export async function readPrograms(tx: Tx, input: { shopId: string; now: number }) {
  const rows = await tx.query<Row>(PROGRAMS, [tx.clubId, input.shopId]);
  const [first] = rows;
  if (!first) return null;
  const versions = rows.filter((row) => row.version !== null) as VersionFacts[];
  const { marginBasisPoints, aovMinor } = first;
  const answers = marginBasisPoints === null ? null : { marginBasisPoints, aovMinor };
  return { ...shapePrograms(versions, first, input.now), answers };
}

/** `versions` oldest first; answered newest first. */
export function shapePrograms(versions: readonly VersionFacts[], money: MoneyFacts, now: number) {
  const inForce = programInForce(versions, now)?.version;
  const newest = versions.at(-1);
  const current = versions.find(({ version }) => version === inForce);
  return {
    current: current ? shown(current) : null,
    scheduled: newest && newest.effectiveFrom > now ? shown(newest) : null,
    versions: versions.map(shown).reverse(),
    money: moneyStyle(money),
  };
}

const shown = ({ version, effectiveFrom, publishedAt, publishedBy, program }: VersionFacts) => ({
  version,
  effectiveFrom: isoOf(effectiveFrom),
  publishedAt: isoOf(publishedAt),
  publishedBy,
  program: {
    ...program,
    rewards: program.rewards.map((reward) => ({ ...reward })),
  },
});
