/** What there is to know now about one's points: sentences that every surface shows as they are. */
import { sayAnnounced } from '../../actions/mails/sayChanges.ts';
import type { ShopperState } from '../../../contract/shopper.ts';
import type { Phase } from '../../domain/program.ts';
import type { publicProgram } from '../../domain/publicFacts.ts';
import type { Locked } from '../../domain/tierGate.ts';
import type { Announced } from '../../domain/worthLess.ts';
import { textOf } from '../words.ts';
import type { Language } from '../words.ts';
import { rewardWorth, writerOf } from './reasons.ts';
import type { Writer } from './reasons.ts';
import { createSpeech } from './speech.ts';
import { tierLines } from './tierLines.ts';

type Told = Pick<ShopperState, 'shopper' | 'money' | 'timeZone' | 'now'> & {
  announced: Announced | null;
  phase: Phase | null;
  locked: readonly Locked[];
  blocked: boolean;
  program: PublicProgram | null;
};
type PublicProgram = ReturnType<typeof publicProgram>;

/** The state with its notes, in the reader's language, in place of what they are made of. */
export function withNotes<State extends Told>(
  state: State,
  language: Language,
): Omit<State, 'announced' | 'phase' | 'locked' | 'blocked' | 'program'> &
  Pick<ShopperState, 'program'> & { notes: string[] } {
  const { announced: _, phase: __, locked: ___, blocked: ____, program: offered, ...rest } = state;
  const program = offered && named(offered, writerOf({ language, money: state.money }));
  return { ...rest, program, notes: notesOf(state, language) };
}

/** A share with an end has its name in words, so that whatever shows it says both figures. */
function named(program: PublicProgram, writer: Writer): ShopperState['program'] {
  const rewards = program.rewards.map((reward) =>
    reward.value.kind === 'percentUpTo'
      ? { ...reward, value: { ...reward.value, text: rewardWorth(reward.value, writer) } }
      : { ...reward, value: reward.value },
  );
  return { ...program, rewards };
}

export function notesOf(state: Told, language: Language): string[] {
  const { money, timeZone, now = '', announced } = state;
  const place = { language, money, timeZone, now: Date.parse(now) };
  return [
    ...(state.blocked ? [textOf(language, 'page', 'blocked')] : []),
    ...pauseNotes(state, language),
    ...tierNotes(state, language),
    ...lockedNotes(state, language),
    ...endingNotes(state, language),
    ...(announced ? sayAnnounced(place, announced) : []),
  ];
}

/** The shop stops its points: nothing new is earned, and when spending ends. */
function pauseNotes({ phase, money, timeZone, now = '' }: Told, language: Language): string[] {
  if (phase?.kind !== 'stopped') return [];
  const { spendUntil } = phase;
  if (spendUntil === null) return [textOf(language, 'terms', 'stopped')];
  const { date } = createSpeech({ language, money, timeZone, now });
  const day = date(new Date(spendUntil - 1).toISOString());
  return [textOf(language, 'terms', 'stoppedUntil').replace('{day}', day)];
}

const tierNotes = ({ shopper, now = '', ...told }: Told, language: Language): string[] =>
  shopper?.tier ? tierLines(shopper.tier, { ...told, now }, language) : [];

/** "From Gold up: $10 off for 1,000 points.": what is closed to this shopper yet. */
function lockedNotes({ locked, money }: Told, language: Language): string[] {
  const writer = writerOf({ language, money });
  return locked.map(({ reward, tier }) =>
    writer.page('tierOpens', {
      t: `\u2068${tier}\u2069`,
      m: rewardWorth(reward.value, writer),
      p: writer.points(reward.points),
    }),
  );
}

function endingNotes({ shopper, money, timeZone, now = '' }: Told, language: Language): string[] {
  const ending = shopper?.ending;
  if (!ending) return [];
  const speech = createSpeech({ language, money, timeZone, now });
  const say = (key: string, values: Record<string, string> = {}, count = 0): string =>
    textOf(language, 'page', key, count).replace(
      /\{(\w)\}/g,
      (_, name: string) => values[name] ?? '',
    );
  const { points, day, orderKeeps } = ending;
  const ends = say('ending', { n: speech.number(points), d: speech.day(day) }, points);
  return [orderKeeps ? `${ends} ${say('orderKeeps')}` : ends];
}
