import { useCallback } from 'react';
import { useDesk } from '../../desk.ts';
import { writeTiers } from '../../program/tierForm.ts';
import type { TiersForm } from '../../program/tierForm.ts';
import { milestone } from '../../program/tierSentences.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { useAnswer } from '../../useAnswer.ts';
import { numberLocale } from '../../words/locale.ts';
import { focusField } from './editing.ts';
import type { Editing } from './editing.ts';

type Props = { editing: Editing; onTake: (tiers: TiersForm) => void };

/** Stands where there is no tier yet: what the shop's own buyers suggest, to be taken and changed. */
export function SuggestedTiers({ editing, onTake }: Props) {
  const { words, api, announce } = useDesk();
  const { speech } = editing;
  const ask = useCallback((signal: AbortSignal) => api.suggestedTiers(signal), [api]);
  const { value } = useAnswer(ask);
  if (!value) return null;
  const { tiers, buyers } = value;
  if (!tiers) return <Sentence tone="soft">{words.say('program.tiers.tooEarly')}</Sentence>;
  const [low, high] = tiers.levels.map(({ from }) => milestone(tiers.by, from, speech));
  const take = (): void => {
    const form = writeTiers(tiers, speech.money, numberLocale(words.locale));
    const names = [words.say('program.tiers.silver'), words.say('program.tiers.gold')];
    const levels = form.levels.map((level, at) => ({ ...level, name: names[at] ?? level.name }));
    onTake({ ...form, levels });
    announce(words.say('program.tiers.added'));
    focusField('tiers.levels.0.name');
  };
  return (
    <>
      <Sentence>
        {words.say('program.tiers.suggested', { n: buyers, low: low ?? '', high: high ?? '' })}
      </Sentence>
      <div>
        <SmallButton id="take-tiers" onPress={take}>
          {words.say('program.tiers.take')}
        </SmallButton>
      </div>
    </>
  );
}
