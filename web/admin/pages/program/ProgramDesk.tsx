import type { ProgramAnswer } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { Columns } from '../../ui/PageFrame.tsx';
import { SaveBar } from '../../ui/SaveBar.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { ChangeCard } from './ChangeCard.tsx';
import { CombiningCard } from './CombiningCard.tsx';
import { EarningCard } from './EarningCard.tsx';
import { ExpiryCard } from './ExpiryCard.tsx';
import { MoneyCard } from './MoneyCard.tsx';
import { PendingCard } from './PendingCard.tsx';
import { PublishCard } from './PublishCard.tsx';
import { RewardsCard } from './RewardsCard.tsx';
import { Troubles } from './Troubles.tsx';
import { useProgramDesk } from './useProgramDesk.ts';
import type { ShopClock } from './useProgramDesk.ts';
import { VersionsCard } from './VersionsCard.tsx';

type Props = { answer: ProgramAnswer; clock: ShopClock; onAnswer: (answer: ProgramAnswer) => void };

/** The cards of the program on one side, the draft's way to its publication on the other. */
export function ProgramDesk({ answer, clock, onAnswer }: Props) {
  const { words } = useDesk();
  const desk = useProgramDesk({ answer, clock, onAnswer });
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
            <RewardsCard editing={editing} />
            <PendingCard editing={editing} />
            <ExpiryCard editing={editing} />
            <CombiningCard editing={editing} />
            {editing.draft.read.ok && (
              <MoneyCard money={answer.money} onMoney={(money) => onAnswer({ ...answer, money })} />
            )}
          </>
        }
        side={
          <>
            {dirty && !first && <ChangeCard draft={editing.draft} />}
            {(dirty || first) && <PublishCard answer={answer} clock={clock} desk={desk} />}
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
