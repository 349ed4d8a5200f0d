import { useRef, useState } from 'react';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { filePath } from '../../routes.ts';
import { saveFile } from '../../saveFile.ts';
import { Buttons, MainButton, PlainButton } from '../../ui/buttons.tsx';
import { FileField, NoteField } from '../../ui/fields.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { reasonOf } from '../failureWords.ts';

const EXAMPLE = 'email,points,note\nsara@example.com,50,\nali@example.com,-20,\n';
const LONGEST_NAME = 120;

/** A file is sent to be read; the page it leads to says what it would do. */
export function SendCard() {
  const { words, api, go } = useDesk();
  const [file, setFile] = useState<File | null>(null);
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  // The same file keeps its id, so that a lost answer does not send it twice.
  const id = useRef(crypto.randomUUID());
  const changed = (): void => {
    id.current = crypto.randomUUID();
    setFailure(null);
  };

  const send = async (): Promise<void> => {
    setTried(true);
    if (busy || file === null) return;
    setBusy(true);
    const name = file.name.slice(0, LONGEST_NAME);
    const answer = await api.sendFile({ id: id.current, name, note: note.trim(), file });
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (answer.ok) go(filePath(answer.value.bulk.id));
  };

  const missing = tried && file === null ? words.say('files.pick') : undefined;
  // What is wrong with a file the server says best.
  const said = failure?.code === 'invalid' ? failure.message : '';
  const error = failure ? said || reasonOf(failure, words) : missing;
  return (
    <SectionCard title={words.say('files.sendTitle')}>
      <Sentence tone="body">{words.say('files.sendBody')}</Sentence>
      <Sentence tone="soft">{words.say('files.columns')}</Sentence>
      <div>
        <PlainButton onPress={() => saveFile('points.csv', 'text/csv', EXAMPLE)}>
          {words.say('files.example')}
        </PlainButton>
      </div>
      <FileField
        id="bulk-file"
        label={words.say('files.file')}
        accept=".csv,text/csv"
        error={error}
        onChange={(chosen) => {
          setFile(chosen);
          changed();
        }}
      />
      <NoteField
        id="bulk-note"
        label={words.say('files.note')}
        help={words.say('files.noteHelp')}
        value={note}
        onChange={(typed) => {
          setNote(typed);
          changed();
        }}
      />
      <Buttons>
        <MainButton busy={busy} onPress={() => void send()}>
          {words.say('files.check')}
        </MainButton>
      </Buttons>
    </SectionCard>
  );
}
