import { useState } from 'react';
import type { SegmentShown, SegmentsAnswer } from '../../../contract/segments.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import type { Speech } from '../../program/sentences.ts';
import { saveFile } from '../../saveFile.ts';
import { filterLine } from '../../segments/segmentSentences.ts';
import { Buttons, MainButton, PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FactList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Rich, Sentence } from '../../ui/Sentence.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import type { Words } from '../../words/words.ts';
import { DeedFailed } from '../shopper/DeedFailed.tsx';

type Props = {
  answer: SegmentsAnswer;
  speech: Speech;
  again: () => void;
  onEdit: (segment: SegmentShown) => void;
};

/** Every segment with who it is and how many they are. */
export function SegmentsCard({ answer, speech, again, onEdit }: Props) {
  const { words, api, announce } = useDesk();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [leaving, setLeaving] = useState<SegmentShown | null>(null);
  const settle = async ({ id }: SegmentShown): Promise<void> => {
    const done = await api.settleSegment(id);
    setFailure(done.ok ? null : done);
    if (done.ok) announce(words.say('segments.settleSaid'));
    again();
  };
  const take = async ({ id, name }: SegmentShown): Promise<void> => {
    const file = await api.segmentFile(id);
    setFailure(file.ok ? null : file);
    if (file.ok) saveFile(`${name}.csv`, 'text/csv', file.value);
  };
  return (
    <SectionCard title={words.say('segments.list')} headingId="segments">
      {failure && <DeedFailed failure={failure} />}
      {answer.segments.length === 0 && (
        <Sentence tone="body">{words.say('segments.none')}</Sentence>
      )}
      <FactList
        facts={answer.segments.map((segment) => ({
          key: segment.id,
          title: (
            <>
              <bdi>{segment.name}</bdi>{' '}
              <StateBadge tone="new">{words.say(`segments.${segment.kind}`)}</StateBadge>
            </>
          ),
          note: <NoteOf {...{ segment, answer, speech }} />,
          action: (
            <Deeds
              segment={segment}
              onEdit={() => onEdit(segment)}
              onSettle={() => void settle(segment)}
              onTake={() => void take(segment)}
              onLeave={() => setLeaving(segment)}
            />
          ),
        }))}
      />
      {leaving && <LeaveDialog segment={leaving} onClose={() => setLeaving(null)} onDone={again} />}
    </SectionCard>
  );
}

function sizeOf({ settledAt, problem, shoppers }: SegmentShown, now: string, words: Words): string {
  if (settledAt === null) return words.say(problem ? 'segments.slowNever' : 'segments.loading');
  const when = words.ago(Date.parse(settledAt), Date.parse(now));
  const size = words.say('segments.size', {
    shoppers: `**${words.say('count.shoppers', { n: shoppers })}**`,
    when,
  });
  return problem ? `${size}. ${words.say('segments.slow', { when })}` : size;
}

type NoteProps = { segment: SegmentShown; answer: SegmentsAnswer; speech: Speech };

function NoteOf({ segment, answer, speech }: NoteProps) {
  const { words } = speech;
  const { filter, tag, entered, left } = segment;
  const parts = [
    sizeOf(segment, answer.now, words),
    entered + left > 0 &&
      words.say('segments.moves', { entered: words.number(entered), left: words.number(left) }),
    tag !== null && words.say('segments.tagged', { tag: `\u2068${tag}\u2069` }),
  ];
  return (
    <>
      <p>
        <Rich>{filter ? filterLine(filter, answer, speech) : words.say('segments.fromFile')}</Rich>
      </p>
      <p>
        <Rich>{parts.filter(Boolean).join(' · ')}</Rich>
      </p>
    </>
  );
}

type DeedsProps = {
  segment: SegmentShown;
  onEdit: () => void;
  onSettle: () => void;
  onTake: () => void;
  onLeave: () => void;
};

function Deeds({ segment, onEdit, onSettle, onTake, onLeave }: DeedsProps) {
  const { words } = useDesk();
  const what = `\u2068${segment.name}\u2069`;
  return (
    <Buttons>
      <PlainButton label={words.say('segments.editWhat', { what })} onPress={onEdit}>
        {words.say('segments.edit')}
      </PlainButton>
      {segment.kind === 'live' && (
        <PlainButton label={words.say('segments.settleWhat', { what })} onPress={onSettle}>
          {words.say('segments.settle')}
        </PlainButton>
      )}
      <PlainButton label={words.say('segments.fileWhat', { what })} onPress={onTake}>
        {words.say('segments.file')}
      </PlainButton>
      <PlainButton label={words.say('segments.removeWhat', { what })} onPress={onLeave}>
        {words.say('segments.remove')}
      </PlainButton>
    </Buttons>
  );
}

type LeaveProps = { segment: SegmentShown; onClose: () => void; onDone: () => void };

function LeaveDialog({ segment, onClose, onDone }: LeaveProps) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const send = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    const done = await api.removeSegment(segment.id);
    setBusy(false);
    setFailure(done.ok ? null : done);
    if (!done.ok) return;
    announce(words.say('segments.removeSaid'));
    onDone();
    onClose();
    document.getElementById('segments')?.focus();
  };
  return (
    <Dialog title={words.say('segments.removeTitle')} onClose={onClose}>
      {failure && <DeedFailed failure={failure} />}
      <Sentence>
        {words.say('segments.removeBody', { what: `\u2068${segment.name}\u2069` })}
      </Sentence>
      <Buttons>
        <MainButton busy={busy} onPress={() => void send()}>
          {words.say('segments.removeButton')}
        </MainButton>
        <SmallButton onPress={onClose}>{words.say('app.cancel')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
