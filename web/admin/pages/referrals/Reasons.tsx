import type { ReferralToDecide } from '../../../contract/merchantReferrals.ts';
import { useDesk } from '../../desk.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import { circleSentence, reasonSentence } from './referralWords.ts';

/** What speaks against a reward, the weightiest first. */
export function Reasons({ referral }: { referral: ReferralToDecide }) {
  const { words } = useDesk();
  const circle = circleSentence(referral, words);
  return (
    <>
      <ul className="rg-list">
        {referral.reasons.map((reason) => (
          <li key={reason.kind}>{reasonSentence(reason, words)}</li>
        ))}
      </ul>
      {circle !== null && <Sentence tone="body">{circle}</Sentence>}
    </>
  );
}
