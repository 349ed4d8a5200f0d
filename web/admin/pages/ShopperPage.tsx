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
import type { Words } from '../words/words.ts';
import { LoadFailed } from './LoadFailed.tsx';
import { AdjustDialog } from './shopper/AdjustDialog.tsx';
import { LedgerCard } from './shopper/LedgerCard.tsx';
import { nameOf } from './shopper/nameOf.ts';
import { CodesCard, ContactCard, FriendsCard, NotesCard } from './shopper/SideCards.tsx';
import { StopDialog } from './shopper/StopDialog.tsx';
import { StoppedNote } from './shopper/StoppedNote.tsx';
import { StoryCard } from './shopper/StoryCard.tsx';
import { TierCard } from './shopper/TierCard.tsx';
import type { Stop } from './shopper/useStop.ts';
import { WalletCard } from './shopper/WalletCard.tsx';

/** One shopper: their story, every point with its reason, and what a person may do. */
export function ShopperPage({ id }: { id: string }) {
  const { words, api } = useDesk();
  const ask = useCallback((signal: AbortSignal) => api.shopper(id, null, signal), [api, id]);
  const { value, failure, again } = useAnswer(ask);
  // What a change brings back is newer than what the page was opened with.
  const [newer, setNewer] = useState<Page | null>(null);
  const [doing, setDoing] = useState<'adjust' | Stop | null>(null);
  const page = newer ?? value;
  const close = (): void => setDoing(null);
  return (
    <PageFrame
      title={page ? nameOf(page.shopper, words) : words.say('shoppers.title')}
      back={<BackLink href={paths.shoppers} label={words.say('shopper.back')} />}
      badge={page && badgeOf(page, words)}
      actions={page && <Deeds page={page} onDo={setDoing} />}
    >
      {failure && <LoadFailed failure={failure} again={again} />}
      {page && <Cards page={page} onPage={setNewer} onLetGo={setDoing} />}
      {page && doing === 'adjust' && <AdjustDialog page={page} onPage={setNewer} onClose={close} />}
      {page && (doing === 'freeze' || doing === 'block') && (
        <StopDialog what={doing} page={page} onPage={setNewer} onClose={close} />
      )}
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

function badgeOf({ shopper }: Page, words: Words) {
  if (!shopper.blocked && !shopper.frozen) return undefined;
  const said = words.say(shopper.blocked ? 'shoppers.blocked' : 'shoppers.frozen');
  return <StateBadge tone="attention">{said}</StateBadge>;
}

type DeedsProps = { page: Page; onDo: (what: 'adjust' | Stop) => void };

function Deeds({ page, onDo }: DeedsProps) {
  const { words } = useDesk();
  const { frozen, blocked } = page.shopper;
  return (
    <Buttons>
      <SmallButton id="block" onPress={() => onDo('block')}>
        {words.say(blocked ? 'shopper.unblock' : 'shopper.block')}
      </SmallButton>
      <SmallButton id="freeze" onPress={() => onDo('freeze')}>
        {words.say(frozen ? 'shopper.unfreeze' : 'shopper.freeze')}
      </SmallButton>
      <MainButton id="adjust" onPress={() => onDo('adjust')}>
        {words.say('shopper.adjust')}
      </MainButton>
    </Buttons>
  );
}

type CardsProps = { page: Page; onPage: (page: Page) => void; onLetGo: (what: Stop) => void };

function Cards({ page, onPage, onLetGo }: CardsProps) {
  const { blockedAt, frozenAt } = page.shopper;
  const stops = [
    { what: 'block', at: blockedAt },
    { what: 'freeze', at: frozenAt },
  ] as const;
  return (
    <>
      {stops.map(
        ({ what, at }) =>
          at !== null && (
            <StoppedNote key={what} {...{ what, at, page, onPage }} onLetGo={() => onLetGo(what)} />
          ),
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
