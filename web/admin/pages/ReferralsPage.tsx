import { useCallback } from 'react';
import { useDesk } from '../desk.ts';
import { paths } from '../routes.ts';
import { BackLink } from '../ui/links.tsx';
import { PageFrame } from '../ui/PageFrame.tsx';
import { SectionCard } from '../ui/SectionCard.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { DecidedCard } from './referrals/DecidedCard.tsx';
import { WaitingReferral } from './referrals/WaitingReferral.tsx';

/** Rewards for friends that wait for a person, each with what speaks against it; and those of before. */
export function ReferralsPage() {
  const { words, api } = useDesk();
  const ask = useCallback((signal: AbortSignal) => api.referrals(signal), [api]);
  const { value, failure, again } = useAnswer(ask);
  const title = words.say('referrals.title');
  return (
    <PageFrame title={title} back={<BackLink href={paths.home} label={words.say('app.toHome')} />}>
      {failure && <LoadFailed failure={failure} again={again} />}
      {value && value.waiting.length === 0 && (
        <SectionCard title={words.say('referrals.waiting')} headingId="waiting">
          <Sentence>{words.say('referrals.none')}</Sentence>
        </SectionCard>
      )}
      {value?.waiting.map((referral) => (
        <WaitingReferral key={referral.id} referral={referral} answer={value} again={again} />
      ))}
      {value && value.decided.length > 0 && <DecidedCard answer={value} again={again} />}
      {!value && !failure && (
        <Waiting
          label={words.say('app.loading')}
          main={[words.say('referrals.waiting')]}
          side={[]}
        />
      )}
    </PageFrame>
  );
}
