import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { FactList } from '../../ui/facts.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import type { Words } from '../../words/words.ts';
import { isolate, speak } from './speak.ts';

type Credit = ShopperPage['wallet'][number];
type Why = NonNullable<Credit['why']>;
const statuses = ['issuing', 'open', 'withdrawn', 'lapsed', 'refused'] as const;

/** Why an order was taken for one that came later than usual; "" where that was no question. */
export function whyWords(why: Why | null, words: Words): string {
  if (!why) return '';
  const days = (n: number) => words.say('count.days', { n });
  const key = why.of === 'shopper' ? 'shopper.wallet.whyShopper' : 'shopper.wallet.whyClub';
  return words.say(key, { gap: days(why.gapDays), usual: days(why.usualDays) });
}

function creditNote(credit: Credit, page: ShopperPage, words: Words): string {
  const { day } = speak(page, words);
  const status = statuses.find((each) => each === credit.status) ?? 'issuing';
  const said = words.say(`shopper.wallet.${status}`, {
    money: words.money(credit.amountMinor, credit.money),
    from: day(credit.availableAt),
    day: day(credit.endsAt),
  });
  const lost =
    credit.unrecoveredMinor > 0 &&
    words.say('shopper.wallet.lost', {
      money: words.money(credit.unrecoveredMinor, credit.money),
    });
  return [said, lost, whyWords(credit.why, words)].filter(Boolean).join('. ');
}

/** Money credit that the shopper's orders brought. */
export function WalletCard({ page }: { page: ShopperPage }) {
  const { words } = useDesk();
  return (
    <SectionCard title={words.say('shopper.wallet.title')}>
      <FactList
        facts={page.wallet.map((credit, at) => ({
          key: `${at}`,
          title: words.say('shopper.wallet.order', { order: isolate(credit.orderName ?? '') }),
          note: creditNote(credit, page, words),
        }))}
      />
    </SectionCard>
  );
}
