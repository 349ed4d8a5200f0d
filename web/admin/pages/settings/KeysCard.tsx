import { useState } from 'react';
import type { ApiKeyMade, ApiKeyRow, ApiKeysAnswer } from '../../../contract/merchantKeys.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { FactList } from '../../ui/facts.tsx';
import { Latin } from '../../ui/links.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DeedFailed } from '../shopper/DeedFailed.tsx';
import { keyMark, keyNote } from './keyWords.ts';
import { MadeDialog } from './MadeDialog.tsx';
import { NewKeyDialog } from './NewKeyDialog.tsx';
import { RevokeDialog } from './RevokeDialog.tsx';

const headingId = 'keys';

type Open = { what: 'new' } | { what: 'made'; key: string } | { what: 'revoke'; row: ApiKeyRow };

/** Keys of the shop's own systems: made, shown once, revoked. */
export function KeysCard({ first }: { first: ApiKeysAnswer }) {
  const { words } = useDesk();
  const [answer, setAnswer] = useState(first);
  const [open, setOpen] = useState<Open | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const close = (): void => setOpen(null);
  const made = (value: ApiKeyMade): void => {
    setAnswer(value);
    setOpen({ what: 'made', key: value.key });
  };
  const revoked = (value: ApiKeysAnswer): void => {
    setAnswer(value);
    close();
    // The button that was pressed is gone; the heading is the nearest thing that stays.
    document.getElementById(headingId)?.focus();
  };
  return (
    <SectionCard
      title={words.say('settings.keys')}
      headingId={headingId}
      action={
        <SmallButton onPress={() => setOpen({ what: 'new' })}>
          {words.say('settings.newKey')}
        </SmallButton>
      }
    >
      <Sentence tone="body">{words.say('settings.keysBody')}</Sentence>
      {failure && <DeedFailed failure={failure} />}
      {answer.keys.length === 0 && <Sentence>{words.say('settings.noKeys')}</Sentence>}
      <FactList
        facts={answer.keys.map((row) => ({
          key: row.id,
          state: keyMark(row, words),
          title: (
            <>
              <bdi>{row.name}</bdi> <Latin>{`${row.starts}…`}</Latin>
            </>
          ),
          note: <p>{keyNote(row, answer, words)}</p>,
          action: row.revokedAt === null && (
            <PlainButton
              label={words.say('settings.revokeWhat', { name: row.name })}
              onPress={() => setOpen({ what: 'revoke', row })}
            >
              {words.say('settings.revoke')}
            </PlainButton>
          ),
        }))}
      />
      {open?.what === 'new' && <NewKeyDialog onMade={made} onClose={close} />}
      {open?.what === 'made' && <MadeDialog secret={open.key} onClose={close} />}
      {open?.what === 'revoke' && (
        <RevokeDialog row={open.row} onDone={revoked} onFailure={setFailure} onClose={close} />
      )}
    </SectionCard>
  );
}
