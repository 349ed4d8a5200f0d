import { useState } from 'react';
import type { BulkAnswer, BulkLineShown } from '../../../contract/bulk.ts';
import { useDesk } from '../../desk.ts';
import { shopperPath } from '../../routes.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { CheckField } from '../../ui/fields.tsx';
import { PageLink } from '../../ui/links.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';

type Props = { answer: BulkAnswer; wrong: boolean; onWrong: (wrong: boolean) => void };

/** Line by line: whose points, how many, and what they come to. */
export function LinesCard({ answer, wrong, onWrong }: Props) {
  const { words, api } = useDesk();
  const { bulk } = answer;
  const [older, setOlder] = useState<{ of: BulkAnswer; more: BulkAnswer[] } | null>(null);
  const [busy, setBusy] = useState(false);
  // Pages below belong to the first page they were asked after.
  const pages = [answer, ...(older?.of === answer ? older.more : [])];
  const next = pages.at(-1)?.next ?? null;
  const more = async (after: number): Promise<void> => {
    setBusy(true);
    const found = await api.file(bulk.id, { after, wrong });
    setBusy(false);
    if (found.ok) setOlder({ of: answer, more: [...pages.slice(1), found.value] });
  };
  return (
    <SectionCard title={words.say('files.lines')}>
      {bulk.wrong.length > 0 && (
        <CheckField label={words.say('files.onlyWrong')} checked={wrong} onChange={onWrong} />
      )}
      <div className="rg-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col" className="rg-num">
                {words.say('files.line')}
              </th>
              <th scope="col">{words.say('files.who')}</th>
              <th scope="col" className="rg-num">
                {words.say('files.points')}
              </th>
              <th scope="col" className="rg-num">
                {words.say('files.becomes')}
              </th>
            </tr>
          </thead>
          <tbody>
            {pages
              .flatMap(({ lines }) => lines)
              .map((line) => (
                <Line key={line.line} line={line} />
              ))}
          </tbody>
        </table>
      </div>
      {next !== null && (
        <div>
          <SmallButton busy={busy} onPress={() => void more(next)}>
            {words.say('files.more')}
          </SmallButton>
        </div>
      )}
    </SectionCard>
  );
}

function Line({ line }: { line: BulkLineShown }) {
  const { words } = useDesk();
  const { before, after, problem, shopperId, name } = line;
  return (
    <tr>
      <td className="rg-num">{words.number(line.line)}</td>
      <td>
        {shopperId === null ? (
          words.say('files.unknown')
        ) : (
          <PageLink href={shopperPath(shopperId)}>
            <bdi>{name ?? words.say('shoppers.guest')}</bdi>
          </PageLink>
        )}
        {problem !== null && problem !== 'noShopper' && (
          <div className="rg-soft">{words.say(`files.problem.${problem}`)}</div>
        )}
      </td>
      <td className="rg-num">
        {problem !== 'noPoints' && <bdi dir="ltr">{words.signed(line.points)}</bdi>}
      </td>
      <td className="rg-num">
        {before !== null &&
          after !== null &&
          words.say('files.fromTo', { before: words.number(before), after: words.number(after) })}
      </td>
    </tr>
  );
}
