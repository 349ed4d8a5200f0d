import { useRef, useState } from 'react';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { FileField, WordField } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { reasonOf } from '../failureWords.ts';

const LONGEST_NAME = 80;

/** A list of shoppers comes from a file. */
export function ListCard({ onDone }: { onDone: () => void }) {
  const { words, api, announce } = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [tag, setTag] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [unknown, setUnknown] = useState(0);
  // The same file keeps its id, so that a lost answer does not send it twice.
  const id = useRef(crypto.randomUUID());
  const send = async (): Promise<void> => {
    setTried(true);
    if (busy || file === null) return;
    setBusy(true);
    const name = file.name.replace(/\.csv$/i, '').slice(0, LONGEST_NAME) || 'CSV';
    const answer = await api.sendList({ id: id.current, name, tag: tag.trim(), file });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    id.current = crypto.randomUUID();
    setUnknown(answer.value.unknown);
    announce(words.say('segments.listSaid'));
    onDone();
  };
  const missing = tried && file === null ? words.say('segments.listPick') : undefined;
  const said = failure?.code === 'invalid' ? failure.message : '';
  return (
    <SectionCard title={words.say('segments.listTitle')}>
      <Sentence tone="body">{words.say('segments.listBody')}</Sentence>
      <FileField
        id="list-file"
        label={words.say('segments.listFile')}
        accept=".csv,text/csv"
        error={failure ? said || reasonOf(failure, words) : missing}
        onChange={(chosen) => {
          setFile(chosen);
          setFailure(null);
          setUnknown(0);
          id.current = crypto.randomUUID();
        }}
      />
      <WordField
        id="list-tag"
        label={words.say('segments.tag')}
        long
        value={tag}
        onChange={setTag}
      />
      <output className="rg-output">
        {unknown > 0 && (
          <Sentence tone="soft">{words.say('segments.listUnknown', { n: unknown })}</Sentence>
        )}
      </output>
      <div>
        <SmallButton busy={busy} onPress={() => void send()}>
          {words.say('segments.listSend')}
        </SmallButton>
      </div>
    </SectionCard>
  );
}
