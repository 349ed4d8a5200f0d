/**
 * When a version may begin: what makes held points worth less is told 30 days before, what makes them
 * worth more may begin at once (docs/decisions/0045).
 */
import type { Program, ProgramVersion } from './program.ts';
import { programInForce } from './programs.ts';
import { worthLess } from './worthLess.ts';
import type { WorthLess } from './worthLess.ts';

export const WARNING_DAYS = 30;
const WARNING_MS = WARNING_DAYS * 86_400_000;

/** What the version in force gives that `program` takes, for people and for the rule below. */
export function takenBy(
  versions: readonly ProgramVersion[],
  program: Program,
  now: number,
): WorthLess[] {
  const inForce = programInForce(versions, now);
  return inForce ? worthLess(inForce.program, program) : [];
}

/**
 * The earliest moment at which `program` may begin: at once, 30 days from now, or with a version that was
 * announced before and takes as much. Points that are to be spent until a day are another matter: that
 * day itself is to be 30 days away (`endsTooSoon`).
 */
export function fairStart(
  versions: readonly ProgramVersion[],
  program: Program,
  now: number,
): number {
  const inForce = programInForce(versions, now);
  if (!inForce) return now;
  const announced = versions.filter(({ effectiveFrom }) => effectiveFrom > now);
  const bases = [{ ...inForce, effectiveFrom: now }, ...announced];
  const starts = bases
    .filter((base) => worthLess(base.program, program).every(({ kind }) => kind === 'spendUntil'))
    .map(({ effectiveFrom }) => effectiveFrom);
  return Math.min(now + WARNING_MS, ...starts);
}

/** Points would have to be spent earlier than was said, and that is less than 30 days away. */
export function endsTooSoon(
  versions: readonly ProgramVersion[],
  program: Program,
  now: number,
): boolean {
  const inForce = programInForce(versions, now);
  const announced = versions.filter(({ effectiveFrom }) => effectiveFrom > now);
  const bases = inForce ? [inForce, ...announced] : [];
  const sooner = (base: ProgramVersion) =>
    worthLess(base.program, program).some(
      (each) => each.kind === 'spendUntil' && each.until < now + WARNING_MS,
    );
  return bases.length > 0 && bases.every(sooner);
}

/**
 * What holders of points are told of a version when it is published: what it takes from what was in force
 * before it. Null: another version was published since, or it has begun and nothing of it is still ahead.
 */
export function toldChange(
  versions: readonly ProgramVersion[],
  number: number,
  now: number,
): { at: number; changes: WorthLess[] } | null {
  const version = versions.at(-1);
  if (version?.version !== number) return null;
  const { effectiveFrom: at, program } = version;
  const before = programInForce(versions.slice(0, -1), at);
  const changes = before ? worthLess(before.program, program) : [];
  const ahead = at > now || changes.some((each) => each.kind === 'spendUntil' && each.until > now);
  return changes.length > 0 && ahead ? { at, changes } : null;
}

/** What is announced: the version that begins next, and what it takes; null: nothing. */
export function announcedChange(
  versions: readonly ProgramVersion[],
  now: number,
): { version: number; at: number; changes: WorthLess[] } | null {
  const next = versions.at(-1);
  if (!next || next.effectiveFrom <= now) return null;
  const changes = takenBy(versions, next.program, now);
  return changes.length > 0 ? { version: next.version, at: next.effectiveFrom, changes } : null;
}
