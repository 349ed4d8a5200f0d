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
  const { day, speech } = speak(page, words);
  const { name, since, by, next, keptThrough } = tier;
  // A shop's day, told by the middle of it.
  const dayOf = (local: string): string => day(`${local}T12:00:00.000Z`);
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
            day: next.byDay === null ? '' : dayOf(next.byDay),
          })}
        </Sentence>
      )}
      {keptThrough !== null && (
        <Sentence tone="soft">
          {words.say('shopper.tierKept', { day: dayOf(keptThrough) })}
        </Sentence>
      )}
    </SectionCard>
  );
}
