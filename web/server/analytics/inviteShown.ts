/** What inviting brings both sides, as every surface shows it (`invite` of the contract). */
import type { CodeTerms } from '../domain/codeTerms.ts';
import type { Program } from '../domain/program.ts';
import { termsKey } from '../domain/redemption.ts';
import { friendTerms, landingLink, shareLink } from '../domain/referrals.ts';

export type InviteFacts = {
  program: Program | null;
  storefrontOrigin: string;
  personalCode: string | null;
  /** The terms its parent has at the platform; null while the code is not there. */
  personalTerms: CodeTerms | null;
};

/** The code works once the platform has it on the terms that hold now. */
export function inviteOf(facts: InviteFacts) {
  const referral = facts.program?.referral;
  const terms = friendTerms(facts.program);
  if (!referral || (!terms && !referral.strict)) return null;
  const { personalCode: code, personalTerms } = facts;
  const { value, minimumMinor } = referral.friend;
  const { advocatePoints, waitDays, advocateCode, steps } = referral;
  return {
    code,
    link: code === null ? null : (terms ? shareLink : landingLink)(facts.storefrontOrigin, code),
    friend: { value, minimumMinor },
    advocatePoints,
    waitDays,
    ...(advocateCode
      ? { also: { value: advocateCode.value, minimumMinor: advocateCode.minimumMinor } }
      : {}),
    ...(steps ? { steps: [...steps] } : {}),
    // A strict shop knows the code by itself: nothing of it is at the platform.
    ready: terms
      ? personalTerms !== null && termsKey(personalTerms) === termsKey(terms)
      : code !== null,
  };
}
