/** The terms of the version in force, or of a draft, ready to be said (`termsAnswer`). */
import { announcedChange } from '../domain/fairStart.ts';
import type { Program, ProgramVersion, RuleUse } from '../domain/program.ts';
import { programInForce } from '../domain/programs.ts';
import { moneyStyle } from '../domain/publicFacts.ts';
import type { MoneyFacts } from '../domain/publicFacts.ts';
import { ruleOf } from '../domain/rules/registry.ts';
import { termsOf } from '../domain/terms.ts';
import type { Term } from '../domain/terms.ts';
import { msOf } from '../store/readTimes.ts';
import type { Tx } from '../store/transaction.ts';
import { shownRule } from './rules.ts';

type Row = MoneyFacts & {
  shopName: string;
  timeZone: string;
  versions: ProgramVersion[];
};

const TERMS = `
  select s.name as "shopName", s.time_zone as "timeZone", s.currency,
    s.money_factor as "moneyFactor", s.money_label as "moneyLabel",
    coalesce((select json_agg(json_build_object('version', version, 'program', settings,
        'effectiveFrom', ${msOf('effective_from')}) order by version)
      from programs where club_id = $1), '[]') as versions
  from shops s where s.club_id = $1 and s.shop_id = $2`;

/** Null when the club has no such shop. `draft`: its terms in place of those in force. */
export async function readTerms(tx: Tx, input: { shopId: string; now: number; draft?: Program }) {
  const [row] = await tx.query<Row>(TERMS, [tx.clubId, input.shopId]);
  if (!row) return null;
  const { versions, timeZone } = row;
  const inForce = programInForce(versions, input.now);
  const program = input.draft ?? inForce?.program ?? null;
  const sections = (program ? termsOf(program) : []).map(({ title, terms }) => ({
    title,
    terms: terms.flatMap(toldTerm),
  }));
  return {
    sections,
    since: inForce && !input.draft ? { version: inForce.version, at: inForce.effectiveFrom } : null,
    announced: input.draft ? null : announcedChange(versions, input.now),
    money: moneyStyle(row),
    timeZone,
  };
}

export type TermsTold = NonNullable<Awaited<ReturnType<typeof readTerms>>>;

type ToldTerm =
  | Extract<Term, { key: unknown }>
  | { rule: ReturnType<typeof shownRule>; args: RuleUse['args']; name: string | null };

/** A rule that this version of the app does not know says nothing. */
function toldTerm(term: Term): ToldTerm[] {
  if ('key' in term) return [term];
  const found = ruleOf(term.rule.rule);
  return found ? [{ rule: shownRule(found), args: term.rule.args, name: term.name }] : [];
}
