import { useState } from 'react';
import type { ReferralToDecide } from '../../../contract/merchantReferrals.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { Buttons, SmallButton } from '../../ui/buttons.tsx';
import { NoteField } from '../../ui/fields.tsx';
import { Note } from '../../ui/Note.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { reasonOf } from '../failureWords.ts';
import { friendName, memberName } from './referralWords.ts';

type Props = { referral: ReferralToDecide; again: () => void };

/** Yes or no, and why: the note is what the next person reads. */
export function DecideForm({ referral, again }: Props) {
  const { words, api, announce } = useDesk();
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState<boolean | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const names = { member: memberName(referral, words), friend: friendName(referral, words) };
  const decide = async (pays: boolean): Promise<void> => {
    setTried(true);
    if (busy !== null || note.trim() === '') return;
    setBusy(pays);
    const done = await api.decideReferral(referral.id, { pays, note: note.trim() });
    setBusy(null);
    setFailure(done.ok ? null : done);
    if (!done.ok) return;
    announce(words.say(pays ? 'referrals.saidYes' : 'referrals.saidNo', names));
    again();
  };
  return (
    <>
      {failure && (
        <Note tone="critical" title={words.say('referrals.failed')}>
          <Sentence tone="body">{reasonOf(failure, words)}</Sentence>
        </Note>
      )}
      <NoteField
        id={`note-${referral.id}`}
        label={words.say('referrals.noteLabel')}
        help={words.say('referrals.noteHelp', names)}
        value={note}
        error={tried && note.trim() === '' ? words.say('shopper.noteMissing') : undefined}
        onChange={setNote}
      />
      <Buttons>
        <SmallButton
          busy={busy === true}
          label={words.say('referrals.yesWhat', names)}
          onPress={() => void decide(true)}
        >
          {words.say('referrals.yes')}
        </SmallButton>
        <SmallButton
          busy={busy === false}
          label={words.say('referrals.noWhat', names)}
          onPress={() => void decide(false)}
        >
          {words.say('referrals.no')}
        </SmallButton>
      </Buttons>
    </>
  );
}
