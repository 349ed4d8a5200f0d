import { useCallback } from 'react';
import type { BulkShown } from '../../contract/bulk.ts';
import { useDesk } from '../desk.ts';
import { filePath, paths } from '../routes.ts';
import { BackLink, PageLink } from '../ui/links.tsx';
import { PageFrame } from '../ui/PageFrame.tsx';
import { SectionCard } from '../ui/SectionCard.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { useAnswer } from '../useAnswer.ts';
import { FileBadge } from './files/FileBadge.tsx';
import { SendCard } from './files/SendCard.tsx';
import { LoadFailed } from './LoadFailed.tsx';

/** Points for many shoppers at once: a new file, and those of before. */
export function FilesPage() {
  const { words, api } = useDesk();
  const ask = useCallback((signal: AbortSignal) => api.files(signal), [api]);
  const { value, failure, again } = useAnswer(ask);
  return (
    <PageFrame
      title={words.say('files.title')}
      back={<BackLink href={paths.shoppers} label={words.say('shopper.back')} />}
    >
      {failure && <LoadFailed failure={failure} again={again} />}
      <SendCard />
      {value && (
        <SectionCard title={words.say('files.earlier')}>
          {value.bulks.length === 0 ? (
            <Sentence>{words.say('files.none')}</Sentence>
          ) : (
            <Earlier bulks={value.bulks} now={Date.parse(value.now)} />
          )}
        </SectionCard>
      )}
    </PageFrame>
  );
}

function Earlier({ bulks, now }: { bulks: readonly BulkShown[]; now: number }) {
  const { words } = useDesk();
  return (
    <div className="rg-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.say('files.file')}</th>
            <th scope="col" className="rg-num">
              {words.say('files.lines')}
            </th>
            <th scope="col" className="rg-num">
              {words.say('files.day')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bulks.map((bulk) => (
            <tr key={bulk.id}>
              <td>
                <div className="rg-buttons">
                  <PageLink href={filePath(bulk.id)}>
                    <bdi>{bulk.name}</bdi>
                  </PageLink>
                  <FileBadge state={bulk.state} />
                </div>
              </td>
              <td className="rg-num">{words.number(bulk.lines)}</td>
              <td className="rg-num">{words.ago(Date.parse(bulk.madeAt), now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
