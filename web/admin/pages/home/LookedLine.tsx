import type { Healing } from '../../../contract/healing.ts';
import { useDesk } from '../../desk.ts';
import { paths } from '../../routes.ts';
import { PageLink } from '../../ui/links.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';

/** When orders were last looked for, and what had not reached us. Nothing is made of a zero. */
export function lookedSentence(
  { lastAt, reason, found }: Healing['reconciliation'],
  now: number,
  words: Words,
): string {
  if (lastAt === null) return words.say('home.looked.never');
  const ago = words.ago(Date.parse(lastAt), now);
  if (reason !== null) return words.say('home.looked.heldUp', { ago });
  const n = found.missing + found.stale;
  if (n === 0) return words.say('home.looked.nothing', { ago });
  return words.say('home.looked.found', { ago, n });
}

export function LookedLine({ healing, now }: { healing: Healing; now: number }) {
  const { words } = useDesk();
  return (
    <>
      <Sentence tone="soft">{lookedSentence(healing.reconciliation, now, words)}</Sentence>
      <PageLink href={paths.health}>{words.say('home.looked.more')}</PageLink>
    </>
  );
}
