import { useState } from 'react';
import type { ReferralToDecide, ReferralsAnswer } from '../../../contract/merchantReferrals.ts';
import { useDesk } from '../../desk.ts';
import { PlainButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FactList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DecideForm } from './DecideForm.tsx';
import { Reasons } from './Reasons.tsx';
import { endSentence, friendName, memberName } from './referralWords.ts';

type Props = { answer: ReferralsAnswer; again: () => void };

/** What was decided, by whom and why; any of it can be decided anew. */
export function DecidedCard({ answer, again }: Props) {
  const { words } = useDesk();
  const [open, setOpen] = useState<ReferralToDecide | null>(null);
  const when = { zone: answer.timeZone, now: Date.parse(answer.now) };
  const pairOf = (referral: ReferralToDecide) =>
    words.say('referrals.pair', {
      member: memberName(referral, words),
      friend: friendName(referral, words),
    });
  const close = () => {
    setOpen(null);
    again();
  };
  return (
    <SectionCard title={words.say('referrals.decided')} headingId="decided">
      <FactList
        facts={answer.decided.map((referral) => ({
          key: referral.id,
          title: pairOf(referral),
          note: endSentence(referral, when, words),
          action: (
            <PlainButton
              label={words.say('referrals.lookAgainWhat', { what: pairOf(referral) })}
              onPress={() => setOpen(referral)}
            >
              {words.say('referrals.lookAgain')}
            </PlainButton>
          ),
        }))}
      />
      {open && (
        <Dialog title={pairOf(open)} onClose={() => setOpen(null)}>
          <Sentence tone="body">{endSentence(open, when, words)}</Sentence>
          <Reasons referral={open} />
          <DecideForm referral={open} again={close} />
        </Dialog>
      )}
    </SectionCard>
  );
}
