import { useState } from 'react';
import type { DataRequestsAnswer } from '../../../contract/dataRequests.ts';
import type { Answer, Failure } from '../../api.ts';
import { showToast } from '../../bridge.ts';
import { useDesk } from '../../desk.ts';
import { saveFile } from '../../saveFile.ts';
import { Buttons, PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Rich, Sentence } from '../../ui/Sentence.tsx';
import type { Asked } from '../../useAnswer.ts';
import { LoadFailed } from '../LoadFailed.tsx';
import { DeedFailed } from '../shopper/DeedFailed.tsx';
import type { Place } from '../history/place.ts';
import { numberOf, requestMark, requestNotes, requestTitle } from './requestWords.ts';
import type { DataRequest } from './requestWords.ts';

const headingId = 'requests';

type CardProps = { asked: Asked<DataRequestsAnswer>; place: Place };

/** Who asked what is kept of them: the last day, the file, and that it was handed out. */
export function RequestsCard({ asked, place }: CardProps) {
  const { words } = useDesk();
  const { value, failure, again } = asked;
  return (
    <SectionCard title={words.say('health.requests.title')} headingId={headingId}>
      {failure && !value && <LoadFailed failure={failure} again={again} />}
      {value && <Requests answer={value} place={place} onAnswer={again} />}
    </SectionCard>
  );
}

type Props = {
  answer: DataRequestsAnswer;
  place: Place;
  onAnswer: () => void;
};

function Requests({ answer, place, onAnswer }: Props) {
  const { words } = useDesk();
  const [failure, setFailure] = useState<Failure | null>(null);
  const when = { zone: place.zone, now: Date.parse(answer.now) };
  if (answer.requests.length === 0) {
    return <Sentence tone="body">{words.say('health.requests.none')}</Sentence>;
  }
  return (
    <>
      {failure && <DeedFailed failure={failure} />}
      <FactList
        facts={answer.requests.map((request) => {
          const mark = requestMark(request, when.now);
          const state = mark === 'fine' ? 'health.requests.closed' : 'health.requests.open';
          return {
            key: request.id,
            state: { mark, words: words.say(state) },
            title: requestTitle(request, when, words),
            note: requestNotes(request, when, words).map((note) => (
              <p key={note}>
                <Rich>{note}</Rich>
              </p>
            )),
            action: <Deeds request={request} onAnswer={onAnswer} onFailure={setFailure} />,
          };
        })}
      />
    </>
  );
}

type DeedsProps = {
  request: DataRequest;
  onAnswer: () => void;
  onFailure: (failure: Failure | null) => void;
};

function Deeds({ request, onAnswer, onFailure }: DeedsProps) {
  const { words, api, announce } = useDesk();
  const [busy, setBusy] = useState<'file' | 'mark' | null>(null);
  const number = numberOf(request);
  const attempt = async <T,>(
    what: 'file' | 'mark',
    ask: () => Promise<Answer<T>>,
    done: (value: T) => void,
  ): Promise<void> => {
    if (busy !== null) return;
    setBusy(what);
    const answer = await ask();
    setBusy(null);
    onFailure(answer.ok ? null : answer);
    if (answer.ok) done(answer.value);
  };
  const download = () =>
    attempt(
      'file',
      () => api.dataFile(request.id),
      (file) => {
        const name = `personal-data-${request.id}.json`;
        saveFile(name, 'application/json', `${JSON.stringify(file, null, 2)}\n`);
        announce(words.say('health.requests.downloaded'));
        showToast(words.say('health.requests.downloaded'));
      },
    );
  const mark = () =>
    attempt(
      'mark',
      () => api.answerDataRequest(request.id),
      () => {
        onAnswer();
        announce(words.say('health.requests.marked', { number }));
        // Its button goes with it; the heading is the nearest thing that stays.
        document.getElementById(headingId)?.focus();
      },
    );
  return (
    <Buttons>
      <SmallButton
        label={words.say('health.requests.downloadWhat', { number })}
        busy={busy === 'file'}
        onPress={() => void download()}
      >
        {words.say('health.requests.download')}
      </SmallButton>
      {request.answeredAt === null && (
        <PlainButton
          label={words.say('health.requests.markWhat', { number })}
          busy={busy === 'mark'}
          onPress={() => void mark()}
        >
          {words.say('health.requests.mark')}
        </PlainButton>
      )}
    </Buttons>
  );
}
