import type { ProgramAnswer, ProgramBody } from '../../../contract/merchant.ts';
import type { RuleShown } from '../../../contract/rules.ts';
import { useDesk } from '../../desk.ts';
import { Columns } from '../../ui/PageFrame.tsx';
import { SaveBar } from '../../ui/SaveBar.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { CampaignsCard } from './CampaignsCard.tsx';
import { ChangeCard } from './ChangeCard.tsx';
import { CombiningCard } from './CombiningCard.tsx';
import { EarningCard } from './EarningCard.tsx';
import { ExpiryCard } from './ExpiryCard.tsx';
import { MoneyCard } from './MoneyCard.tsx';
import { PauseCard } from './PauseCard.tsx';
import { PendingCard } from './PendingCard.tsx';
import { NextOrderCard } from './NextOrderCard.tsx';
import { PublishCard } from './PublishCard.tsx';
import { ReferralCard } from './ReferralCard.tsx';
import { RewardsCard } from './RewardsCard.tsx';
import { RulesCard } from './RulesCard.tsx';
import { TiersCard } from './TiersCard.tsx';
import { TierMovesCard } from './TierMovesCard.tsx';
import { Troubles } from './Troubles.tsx';
import { TermsCard } from './TermsCard.tsx';
import { useProgramDesk } from './useProgramDesk.ts';
import type { ShopClock } from './useProgramDesk.ts';
import { VersionsCard } from './VersionsCard.tsx';
import { WhoEarnsCard } from './WhoEarnsCard.tsx';
import { WorstCaseCard } from './WorstCaseCard.tsx';

type Props = {
  answer: ProgramAnswer;
  /** What we suggest, before there is a program. */
  suggested: ProgramBody | null;
  clock: ShopClock;
  /** The rules there are. */
  rules: readonly RuleShown[];
  onAnswer: (answer: ProgramAnswer) => void;
};

/** The cards of the program on one side, the draft's way to its publication on the other. */
export function ProgramDesk(props: Props) {
  const { answer, clock, onAnswer } = props;
  const { words } = useDesk();
  const desk = useProgramDesk(props);
  const { editing, publishing, first } = desk;
  const { dirty } = editing.draft;
  return (
    <>
      <Troubles publishing={publishing} first={first} />
      {first && <FirstCard />}
      <Columns
        main={
          <>
            <EarningCard editing={editing} />
            <RulesCard editing={editing} />
            <CampaignsCard editing={editing} />
            <TiersCard editing={editing} />
            <RewardsCard editing={editing} />
            <ReferralCard editing={editing} />
            <NextOrderCard editing={editing} />
            <PendingCard editing={editing} />
            <ExpiryCard editing={editing} />
            <CombiningCard editing={editing} />
            <WhoEarnsCard editing={editing} />
            <PauseCard editing={editing} />
            {editing.draft.read.ok && (
              <MoneyCard money={answer.money} onMoney={(money) => onAnswer({ ...answer, money })} />
            )}
          </>
        }
        side={
          <>
            {dirty && !first && <ChangeCard draft={editing.draft} />}
            {dirty && !first && <TierMovesCard answer={answer} draft={editing.draft} />}
            {(dirty || first) && <WorstCaseCard worst={desk.worst} speech={editing.speech} />}
            {(dirty || first) && <PublishCard answer={answer} clock={clock} desk={desk} />}
            <TermsCard draft={editing.draft} />
            <VersionsCard answer={answer} clock={clock} onGoBack={desk.goBackTo} />
          </>
        }
      />
      <SaveBar
        shown={dirty}
        busy={publishing.busy !== null}
        save={{ text: words.say('program.publish.review'), onPress: desk.review }}
        discard={{ text: words.say('program.publish.discard'), onPress: desk.discard }}
      />
    </>
  );
}

function FirstCard() {
  const { words } = useDesk();
  return (
    <SectionCard title={words.say('program.firstTitle')}>
      <Sentence tone="body">{words.say('program.firstBody')}</Sentence>
    </SectionCard>
  );
}
