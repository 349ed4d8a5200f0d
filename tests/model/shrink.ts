/** Makes a story that fails shorter, as long as it still fails. */
import { Difference, play } from './play.ts';
import type { Story } from './play.ts';

type Failed = { story: Story; error: Difference };
/** Both sides agree; what happened in the story. */
type Played = { happened: Set<string> };

/** What came after the failing command is no part of the story. */
async function tryOut(story: Story): Promise<Failed | Played> {
  try {
    return { happened: await play(story) };
  } catch (error) {
    if (!(error instanceof Difference)) throw error;
    return { story: { ...story, commands: story.commands.slice(0, error.commands) }, error };
  }
}

/** Plays a story; one that fails comes back as short as it could be made in `patienceMs`. */
export async function playOrShrink(story: Story, patienceMs: number): Promise<Failed | Played> {
  const first = await tryOut(story);
  if ('happened' in first) return first;
  let failed = first;
  const until = Date.now() + patienceMs;
  let size = Math.ceil(failed.story.commands.length / 2);
  while (size > 0) {
    const shorter = await without(failed.story, size, until);
    if (shorter) failed = shorter;
    size = shorter ? Math.min(size, shorter.story.commands.length) : Math.floor(size / 2);
  }
  return failed;
}

/** Leaves out `size` commands in a row, the last ones first; the first such story that fails. */
async function without(story: Story, size: number, until: number): Promise<Failed | null> {
  for (let at = story.commands.length - 1 - size; at >= 0 && Date.now() < until; at -= size) {
    const commands = story.commands.toSpliced(at, size);
    const tried = await tryOut({ ...story, commands });
    if ('error' in tried) return tried;
  }
  return null;
}
