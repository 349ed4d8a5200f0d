/** Who collects by the tags that a shop puts on its customers. */
import type { WhoEarns } from './program.ts';

/** Whether it hangs on tags at all, so that a shop is asked for them. */
export const namesTags = (who: WhoEarns | undefined): boolean =>
  who !== undefined && who.withTags.length + who.withoutTags.length > 0;

/**
 * Whether somebody with these tags does not collect; capitals do not matter. Whose tags are not known
 * yet (null) does not, until they are.
 */
export function isOutByTags(tags: readonly string[] | null, who: WhoEarns | undefined): boolean {
  if (!who || !namesTags(who)) return false;
  if (tags === null) return true;
  const has = new Set(tags.map((tag) => tag.toLowerCase()));
  const any = (some: readonly string[]) => some.some((tag) => has.has(tag.toLowerCase()));
  return (who.withTags.length > 0 && !any(who.withTags)) || any(who.withoutTags);
}
