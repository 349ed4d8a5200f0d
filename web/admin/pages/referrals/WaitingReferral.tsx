import type { ReferralToDecide, ReferralsAnswer } from '../../../contract/merchantReferrals.ts';
import { useDesk } from '../../desk.ts';
import { shopperPath } from '../../routes.ts';
import { PageLink } from '../../ui/links.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { DecideForm } from './DecideForm.tsx';
import { Reasons } from './Reasons.tsx';
import { friendName, memberName } from './referralWords.ts';

type Props = { referral: ReferralToDecide; answer: ReferralsAnswer; again: () => void };

/** One reward that waits: who, for how much, since when, what speaks against it, and the two answers. */
export function WaitingReferral({ referral, answer, again }: Props) {
  const { words } = useDesk();
  const now = Date.parse(answer.now);
  const day = (iso: string | null) =>
    iso === null ? '' : words.day(Date.parse(iso), answer.timeZone, now);
  const [member, friend] = [memberName(referral, words), friendName(referral, words)];
  const points = words.say('count.points', { n: referral.points });
  const { orderName, placedAt, heldAt, decideUntil, appealedAt } = referral;
  return (
    <SectionCard
      title={words.say('referrals.pair', { member, friend })}
      action={
        <PageLink href={shopperPath(referral.member.id)}>
          {words.say('referrals.toMember')}
        </PageLink>
      }
    >
      <Sentence>
        {words.say('referrals.about', {
          points,
          member,
          order: `\u2066${orderName ?? ''}\u2069`,
          day: day(placedAt),
        })}
      </Sentence>
      {appealedAt !== null && (
        <Sentence tone="body">
          {words.say('referrals.appealed', { member, day: day(appealedAt) })}
        </Sentence>
      )}
      <Reasons referral={referral} />
      <Sentence tone="soft">
        {words.say('referrals.since', { member, since: day(heldAt), until: day(decideUntil) })}
      </Sentence>
      <DecideForm referral={referral} again={again} />
    </SectionCard>
  );
}
