import { useEffect, useMemo, useState } from 'react';
import type { SegmentShown, SegmentsAnswer } from '../../contract/segments.ts';
import { useDesk } from '../desk.ts';
import type { Speech } from '../program/sentences.ts';
import { useNames } from '../program/useNames.ts';
import type { Names } from '../program/useNames.ts';
import { itemsOf } from '../segments/segmentForm.ts';
import { SmallButton } from '../ui/buttons.tsx';
import { PageFrame, Stack } from '../ui/PageFrame.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useLive } from '../useLive.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { ListCard } from './segments/ListCard.tsx';
import { ScoringCard } from './segments/ScoringCard.tsx';
import { SegmentEditor } from './segments/SegmentEditor.tsx';
import { SegmentsCard } from './segments/SegmentsCard.tsx';

const EVERY_MS = 2000;

/** Something is being worked out that was not yet. */
const moves = ({ segments }: SegmentsAnswer): boolean =>
  segments.some(({ settledAt, problem }) => settledAt === null && problem === null);

/** Shoppers grouped by what is known of them. */
export function SegmentsPage() {
  const { words, api } = useDesk();
  const { value, failure, again } = useLive(api.segments, moves, EVERY_MS);
  return (
    <PageFrame title={words.say('segments.title')}>
      {failure && !value && <LoadFailed failure={failure} again={again} />}
      {value && <Segments answer={value} again={again} />}
      {!value && !failure && (
        <Waiting label={words.say('app.loading')} main={[words.say('segments.list')]} side={[]} />
      )}
    </PageFrame>
  );
}

function useSpeech(answer: SegmentsAnswer): { speech: Speech; names: Names } {
  const { words, api } = useDesk();
  const names = useNames(api);
  const { ask } = names;
  useEffect(
    () => ask(answer.segments.flatMap(({ filter }) => (filter ? itemsOf(filter) : []))),
    [ask, answer],
  );
  const speech = useMemo(
    () => ({ words, money: answer.money, names: names.known }),
    [words, answer.money, names.known],
  );
  return { speech, names };
}

function Segments({ answer, again }: { answer: SegmentsAnswer; again: () => void }) {
  const { words } = useDesk();
  const { speech, names } = useSpeech(answer);
  const [open, setOpen] = useState<{ segment: SegmentShown | null } | null>(null);
  const close = (): void => {
    setOpen(null);
    document.getElementById('segments')?.focus();
  };
  return (
    <Stack>
      {open ? (
        <SegmentEditor
          key={open.segment?.id ?? 'new'}
          {...{ answer, speech, names }}
          segment={open.segment}
          onClose={close}
          onSaved={again}
        />
      ) : (
        <div>
          <SmallButton onPress={() => setOpen({ segment: null })}>
            {words.say('segments.make')}
          </SmallButton>
        </div>
      )}
      <SegmentsCard {...{ answer, speech, again }} onEdit={(segment) => setOpen({ segment })} />
      <ListCard onDone={again} />
      <ScoringCard key={JSON.stringify(answer.scoring)} answer={answer} onDone={again} />
    </Stack>
  );
}
