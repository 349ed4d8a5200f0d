import type { ReactNode } from 'react';
import type { Home } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';

type Referrals = NonNullable<Home['referrals']>;
type NextOrders = NonNullable<Home['nextOrders']>;

/** The server counts this far back. */
const DAYS = 90;

/** What friends and codes for next orders sold, beside what was given for it. */
export function BroughtCard({ home }: { home: Home }) {
  const { words } = useDesk();
  const friends = home.referrals && happened(home.referrals) ? home.referrals : null;
  const { nextOrders } = home;
  const codes = nextOrders && nextOrders.issued + nextOrders.heldOut > 0 ? nextOrders : null;
  const credits = nextOrders?.cashback ?? [];
  return (
    <SectionCard title={words.say('home.brought.title')}>
      {friends || codes || credits.length > 0 ? (
        <>
          {(friends || codes) && <Table home={home} friends={friends} codes={codes} />}
          {friends && <Leakage leakage={friends.leakage} />}
          {codes && <Codes codes={codes} />}
          {credits.map((credit) => (
            <Credit key={credit.money.currency} credit={credit} />
          ))}
          <Sentence tone="soft">{words.say('home.brought.caveat')}</Sentence>
        </>
      ) : (
        <Sentence tone="body">{words.say('home.brought.nothing')}</Sentence>
      )}
    </SectionCard>
  );
}

const leaked = ({ own, known, belowMinimum }: Referrals['leakage']): number =>
  own + known + belowMinimum;

const happened = ({ orders, pointsGiven, discountMinor, leakage }: Referrals): boolean =>
  orders + pointsGiven + discountMinor + leaked(leakage) > 0;

type TableProps = { home: Home; friends: Referrals | null; codes: NextOrders | null };

function Table({ home, friends, codes }: TableProps) {
  const { words } = useDesk();
  const money = (minor: number): string => words.money(minor, home.money);
  const days = words.say('count.days', { n: DAYS });
  return (
    <table>
      <caption className="rg-soft">{words.say('home.brought.period', { days })}</caption>
      <thead>
        <tr>
          <th scope="col">{words.say('home.brought.what')}</th>
          <Heading>{words.say('home.brought.orders')}</Heading>
          <Heading>{words.say('home.brought.sales')}</Heading>
          <Heading>{words.say('home.brought.given')}</Heading>
        </tr>
      </thead>
      <tbody>
        {friends && (
          <tr>
            <th scope="row">{words.say('home.brought.friends')}</th>
            <td className="rg-num">{words.number(friends.orders)}</td>
            <td className="rg-num">{money(friends.salesMinor)}</td>
            <td className="rg-num">
              <p>{money(friends.discountMinor)}</p>
              <p>{words.say('count.points', { n: friends.pointsGiven })}</p>
            </td>
          </tr>
        )}
        {codes && (
          <tr>
            <th scope="row">{words.say('home.brought.nextOrders')}</th>
            <td className="rg-num">{words.number(codes.used)}</td>
            <td className="rg-num">{money(codes.salesMinor)}</td>
            <td className="rg-num">{money(codes.costMinor)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className="rg-num">
      {children}
    </th>
  );
}

/** Discounts that were used and brought nobody new. */
function Leakage({ leakage }: { leakage: Referrals['leakage'] }) {
  const { words } = useDesk();
  const n = leaked(leakage);
  if (n === 0) return null;
  const parts = words.list(leakParts(leakage, words));
  return <Sentence tone="body">{words.say('home.brought.leaked', { n, parts })}</Sentence>;
}

function leakParts({ own, known, belowMinimum }: Referrals['leakage'], words: Words): string[] {
  const parts: string[] = [];
  if (own > 0) parts.push(words.say('home.brought.leakOwn', { n: own }));
  if (known > 0) parts.push(words.say('home.brought.leakKnown', { n: known }));
  if (belowMinimum > 0) parts.push(words.say('home.brought.leakBelow', { n: belowMinimum }));
  return parts;
}

function Codes({ codes: { issued, used, heldOut } }: { codes: NextOrders }) {
  const { words } = useDesk();
  return (
    <>
      <Sentence tone="body">{words.say('home.brought.codes', { issued, used })}</Sentence>
      {heldOut > 0 && (
        <Sentence tone="body">{words.say('home.brought.heldOut', { n: heldOut })}</Sentence>
      )}
    </>
  );
}

type CreditProps = { credit: NonNullable<NextOrders['cashback']>[number] };

/** Money credit of one currency: what was given, and what a refund came too late for. */
function Credit({ credit: { money, givenMinor, unrecoveredMinor } }: CreditProps) {
  const { words } = useDesk();
  const given = words.money(givenMinor, money);
  const lost = words.money(unrecoveredMinor, money);
  const key = unrecoveredMinor > 0 ? 'home.brought.creditLost' : 'home.brought.credit';
  return <Sentence tone="body">{words.say(key, { given, lost })}</Sentence>;
}
