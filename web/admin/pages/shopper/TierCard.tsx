import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { milestone } from '../../program/tierSentences.ts';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { speak } from './speak.ts';

type Tier = NonNullable<ShopperPage['tier']>;

const isolated = (name: string): string => `\u2068${name}\u2069`;

/** The tier held and since when, what the next one asks for, and until when this one is kept. */
export function TierCard({ page, tier }: { page: ShopperPage; tier: Tier }) {
  const { words } = useDesk();
  const { day, localDay, speech } = speak(page, words);
  const { name, since, by, next, keptThrough } = tier;
  return (
    <SectionCard title={words.say('shopper.tier')}>
      <Sentence tone="body">
        {name === null
          ? words.say('shopper.tierNone')
          : since === null
            ? words.say('shopper.tierHeld', { tier: isolated(name) })
            : words.say('shopper.tierSince', { tier: isolated(name), day: day(since) })}
      </Sentence>
      {next && (
        <Sentence tone="soft">
          {words.say(next.byDay === null ? 'shopper.tierNext' : 'shopper.tierNextBy', {
            amount: milestone(by, next.missing, speech),
            tier: isolated(next.name),
            day: next.byDay === null ? '' : localDay(next.byDay),
          })}
        </Sentence>
      )}
      {keptThrough !== null && (
        <Sentence tone="soft">
          {words.say('shopper.tierKept', { day: localDay(keptThrough) })}
        </Sentence>
      )}
    </SectionCard>
  );
}
