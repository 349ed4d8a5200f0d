import { useCallback, useState } from 'react';
import type { BulkAnswer, BulkShown } from '../../contract/bulk.ts';
import { useDesk } from '../desk.ts';
import { paths } from '../routes.ts';
import { BackLink } from '../ui/links.tsx';
import { PageFrame } from '../ui/PageFrame.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useLive } from '../useLive.ts';
import { DecideCard } from './files/DecideCard.tsx';
import { FileBadge } from './files/FileBadge.tsx';
import { LinesCard } from './files/LinesCard.tsx';
import { LoadFailed } from './LoadFailed.tsx';

const EVERY_MS = 1_000;

const moves = ({ bulk }: BulkAnswer): boolean =>
  bulk.state === 'running' || bulk.state === 'undoing';

/** One file of adjustments: what it would do or did, what may be done now, and its lines. */
export function FilePage({ id }: { id: string }) {
  const { words, api } = useDesk();
  const [wrong, setWrong] = useState(false);
  const ask = useCallback(
    (signal: AbortSignal) => api.file(id, { after: 0, wrong }, signal),
    [api, id, wrong],
  );
  const { value, failure, again } = useLive(ask, moves, EVERY_MS);
  const bulk: BulkShown | undefined = value?.bulk;
  return (
    <PageFrame
      title={bulk?.name ?? words.say('files.title')}
      back={<BackLink href={paths.files} label={words.say('files.back')} />}
      badge={bulk && <FileBadge state={bulk.state} />}
    >
      {failure && <LoadFailed failure={failure} again={again} />}
      {value && <DecideCard answer={value} again={again} />}
      {value && <LinesCard answer={value} wrong={wrong} onWrong={setWrong} />}
      {!value && !failure && (
        <Waiting label={words.say('app.loading')} main={[words.say('files.what')]} side={[]} />
      )}
    </PageFrame>
  );
}
