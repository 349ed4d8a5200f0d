/** What an action is worth: judged once, by the version in force when it happened. */
import type { Program, RuleUse } from './program.ts';
import type { ActionRule, WhyNothing } from './rules/actionRule.ts';
import { onceAYear } from './rules/actionRule.ts';
import { numberOf } from './rules/args.ts';
import { ruleOf } from './rules/registry.ts';
import { birthdayPointsIn } from './tiers.ts';
import { isOutByTags } from './whoEarns.ts';

/** What happened: an action of the shop's, or the merchant's own word; and what it was about. */
export type ActionFacts = { action: string; about: string | null; occurredAt: number };

/** The actor as the judge sees them. */
export type ActorSeen = {
  timeZone: string;
  memberSince: number;
  frozen: boolean;
  /** Then, when it happened. */
  blocked: boolean;
  heldOut: boolean;
  /** At the shop, guests have none; null: not asked for yet. */
  tags: readonly string[] | null;
  /** The tier held then, where it is a birthday. */
  tier: string | null;
  /** By the id of the rule's use: when it gave this shopper points. */
  earlier: ReadonlyMap<string, readonly number[]>;
};

export type Outcome =
  | 'earned'
  | WhyNothing
  | 'heldOut' // a surprise, and the shopper is one of those by whom its effect is measured
  | 'frozen'
  | 'asking' // it hangs on tags of theirs, which the shop is asked for
  | 'tags' // they do not collect, by their tags
  | 'budget' // the month's bonuses are given
  | 'blocked'
  | 'stopped' // the program gives nothing new any more
  | 'noRule'
  | 'programOff';

/** What one rule of the program gave; points as text, as JSON carries them. */
export type Part = { rule: string; points: string };

export type ActionJudged = { outcome: Outcome; parts: Part[]; points: bigint; waitDays: number };

type Used = { use: RuleUse; rule: ActionRule };

/** What brings nothing, and why. */
export const nothing = (outcome: Outcome): ActionJudged => ({
  outcome,
  parts: [],
  points: 0n,
  waitDays: 0,
});

/** The rules of a program that are about such an action, in the program's order. */
export const rulesFor = (program: Program, facts: Pick<ActionFacts, 'action' | 'about'>): Used[] =>
  (program.rules ?? []).flatMap((use) => {
    const rule = ruleOf(use.rule);
    return rule?.about === 'action' && isAbout(rule, use, facts) ? [{ use, rule }] : [];
  });

function isAbout(
  rule: ActionRule,
  { args }: RuleUse,
  { action, about }: Pick<ActionFacts, 'action' | 'about'>,
): boolean {
  if ((rule.action ?? args['action']) !== action) return false;
  const named = args['page'] ?? args['survey'];
  return named === undefined || named === about;
}

const waitOf = ({ args }: RuleUse): number => numberOf(args, 'waitDays');

export function judgeAction(
  facts: ActionFacts,
  program: Program | null,
  actor: ActorSeen,
): ActionJudged {
  if (!program) return nothing('programOff');
  if (program.phase?.kind === 'stopped') return nothing('stopped');
  if (actor.frozen) return nothing('frozen');
  if (actor.blocked) return nothing('blocked');
  const uses = rulesFor(program, facts);
  const parts: Part[] = [];
  let waitDays = 0;
  let why: Outcome = 'noRule';
  for (const { use, rule } of uses) {
    const surprise = use.args['shown'] === false;
    const seen = { ...facts, ...actor, earlier: actor.earlier.get(use.id) ?? [] };
    const verdict =
      surprise && program.holdOut && actor.heldOut ? 'heldOut' : rule.judge(use.args, seen);
    if (typeof verdict === 'string') {
      why = verdict;
      continue;
    }
    parts.push({ rule: use.id, points: String(verdict) });
    waitDays = Math.max(waitDays, waitOf(use));
  }
  const gift = facts.action === 'birthday' ? tierGift(facts, program, actor) : null;
  if (typeof gift === 'string') why = why === 'noRule' ? gift : why;
  else if (gift) parts.push(gift);
  const points = parts.reduce((sum, part) => sum + BigInt(part.points), 0n);
  if (points === 0n) return nothing(why);
  if (isOutByTags(actor.tags, program.whoEarns)) {
    return nothing(actor.tags === null ? 'asking' : 'tags');
  }
  return { outcome: 'earned', parts, points, waitDays };
}

/** Written where a rule's id stands: no rule can have one like it. */
const GIFT = 'tier:';

export const isGift = (rule: string): boolean => rule.startsWith(GIFT);

/** What a tier gives its members on their birthday, as often as a rule about birthdays may. */
function tierGift(facts: ActionFacts, { tiers }: Program, actor: ActorSeen) {
  const points = tiers ? birthdayPointsIn(tiers, actor.tier) : 0n;
  if (points === 0n) return null;
  const earlier = [...actor.earlier].flatMap(([rule, moments]) => (isGift(rule) ? moments : []));
  const verdict = onceAYear({ points: Number(points) }, { ...facts, ...actor, earlier });
  return typeof verdict === 'string'
    ? verdict
    : { rule: `${GIFT}${actor.tier}`, points: String(verdict) };
}

/**
 * The points of an action by what was granted to it: the same rules of the same version, asked again
 * as if nobody had used them before. Null: the version has no such rule about such an action.
 */
export function pointsAgain(
  facts: ActionFacts,
  program: Program,
  parts: readonly Part[],
  memberSince: number,
): Pick<ActionJudged, 'points' | 'waitDays'> | null {
  const uses = rulesFor(program, facts);
  // Without earlier ones no day is compared with another.
  const seen = { ...facts, memberSince, timeZone: 'UTC', earlier: [] };
  let points = 0n;
  let waitDays = 0;
  for (const part of parts) {
    if (isGift(part.rule) && program.tiers) {
      points += birthdayPointsIn(program.tiers, part.rule.slice(GIFT.length));
      continue;
    }
    const used = uses.find(({ use }) => use.id === part.rule);
    if (!used) return null;
    const verdict = used.rule.judge(used.use.args, seen);
    if (typeof verdict === 'string') return null;
    points += verdict;
    waitDays = Math.max(waitDays, waitOf(used.use));
  }
  return { points, waitDays };
}
