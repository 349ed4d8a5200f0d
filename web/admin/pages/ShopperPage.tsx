import { useCallback, useState } from 'react';
import type { ShopperPage as Page } from '../../contract/merchantShoppers.ts';
import { useDesk } from '../desk.ts';
import { paths } from '../routes.ts';
import { Buttons, MainButton, SmallButton } from '../ui/buttons.tsx';
import { BackLink } from '../ui/links.tsx';
import { Columns, PageFrame } from '../ui/PageFrame.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { Waiting } from '../ui/Waiting.tsx';
import { useAnswer } from '../useAnswer.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { AdjustDialog } from './shopper/AdjustDialog.tsx';
import { FreezeDialog } from './shopper/FreezeDialog.tsx';
import { FrozenNote } from './shopper/FrozenNote.tsx';
import { LedgerCard } from './shopper/LedgerCard.tsx';
import { nameOf } from './shopper/nameOf.ts';
import { CodesCard, ContactCard, FriendsCard, NotesCard } from './shopper/SideCards.tsx';
import { WalletCard } from './shopper/WalletCard.tsx';
import { StoryCard } from './shopper/StoryCard.tsx';
import { TierCard } from './shopper/TierCard.tsx';

/** One shopper: their story, every point with its reason, and what a person may do. */
export function ShopperPage({ id }: { id: string }) {
  const { words, api } = useDesk();
  const ask = useCallback((signal: AbortSignal) => api.shopper(id, null, signal), [api, id]);
  const { value, failure, again } = useAnswer(ask);
  // What a change brings back is newer than what the page was opened with.
  const [newer, setNewer] = useState<Page | null>(null);
  const [doing, setDoing] = useState<'adjust' | 'freeze' | null>(null);
  const page = newer ?? value;
  const close = (): void => setDoing(null);
  return (
    <PageFrame
      title={page ? nameOf(page.shopper, words) : words.say('shoppers.title')}
      back={<BackLink href={paths.shoppers} label={words.say('shopper.back')} />}
      badge={
        page?.shopper.frozen ? (
          <StateBadge tone="attention">{words.say('shoppers.frozen')}</StateBadge>
        ) : undefined
      }
      actions={page && <Deeds frozen={page.shopper.frozen} onDo={setDoing} />}
    >
      {failure && <LoadFailed failure={failure} again={again} />}
      {page && <Cards page={page} onPage={setNewer} onUnfreeze={() => setDoing('freeze')} />}
      {page && doing === 'adjust' && <AdjustDialog page={page} onPage={setNewer} onClose={close} />}
      {page && doing === 'freeze' && <FreezeDialog page={page} onPage={setNewer} onClose={close} />}
      {!page && !failure && (
        <Waiting
          label={words.say('app.loading')}
          main={[words.say('shopper.story'), words.say('shopper.ledger')]}
          side={[words.say('shopper.contact'), words.say('shopper.codes')]}
        />
      )}
    </PageFrame>
  );
}

type DeedsProps = { frozen: boolean; onDo: (what: 'adjust' | 'freeze') => void };

function Deeds({ frozen, onDo }: DeedsProps) {
  const { words } = useDesk();
  return (
    <Buttons>
      <SmallButton id="freeze" onPress={() => onDo('freeze')}>
        {words.say(frozen ? 'shopper.unfreeze' : 'shopper.freeze')}
      </SmallButton>
      <MainButton id="adjust" onPress={() => onDo('adjust')}>
        {words.say('shopper.adjust')}
      </MainButton>
    </Buttons>
  );
}

type CardsProps = { page: Page; onPage: (page: Page) => void; onUnfreeze: () => void };

function Cards({ page, onPage, onUnfreeze }: CardsProps) {
  return (
    <>
      {page.shopper.frozenAt !== null && (
        <FrozenNote page={page} onPage={onPage} onUnfreeze={onUnfreeze} />
      )}
      <Columns
        main={
          <>
            <StoryCard page={page} />
            <LedgerCard page={page} />
          </>
        }
        side={
          <>
            <ContactCard page={page} />
            {page.tier && <TierCard page={page} tier={page.tier} />}
            <CodesCard page={page} />
            {page.wallet.length > 0 && <WalletCard page={page} />}
            {page.friends.length > 0 && <FriendsCard page={page} />}
            <NotesCard page={page} />
          </>
        }
      />
    </>
  );
}
