import { useState } from 'react';
import type { ShopperRow } from '../../contract/merchantShoppers.ts';
import { useDesk } from '../desk.ts';
import { paths, shopperPath } from '../routes.ts';
import { SmallButton } from '../ui/buttons.tsx';
import { ChoiceField, SearchField } from '../ui/fields.tsx';
import { PageLink } from '../ui/links.tsx';
import { PageFrame } from '../ui/PageFrame.tsx';
import { SectionCard } from '../ui/SectionCard.tsx';
import { Sentence } from '../ui/Sentence.tsx';
import { StateBadge } from '../ui/StateBadge.tsx';
import { LoadFailed } from './LoadFailed.tsx';
import { nameOf } from './shopper/nameOf.ts';
import { useSearch } from './shopper/useSearch.ts';
import type { Found } from './shopper/useSearch.ts';

const askedFor = (name: 'q' | 'tier'): string =>
  new URLSearchParams(location.search).get(name) ?? '';

/** Everybody, newest first, or whoever fits what is typed. */
export function ShoppersPage() {
  const { words } = useDesk();
  const [typed, setTyped] = useState(() => askedFor('q'));
  const [tier, setTier] = useState(() => askedFor('tier'));
  const { found, failure, more, again } = useSearch(typed, tier || null);
  return (
    <PageFrame
      title={words.say('shoppers.title')}
      actions={<PageLink href={paths.files}>{words.say('files.open')}</PageLink>}
    >
      {failure && <LoadFailed failure={failure} again={again} />}
      <SectionCard title={words.say('shoppers.search')}>
        <SearchField
          id="find"
          label={words.say('shoppers.search')}
          help={words.say('shoppers.searchHelp')}
          value={typed}
          onChange={setTyped}
        />
        {found && found.tiers.length > 0 && (
          <ChoiceField
            id="in-tier"
            label={words.say('shoppers.inTier')}
            value={tier}
            choices={[
              { value: '', label: words.say('shoppers.everybody') },
              ...found.tiers.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={setTier}
          />
        )}
        {found && <Result found={found} />}
        {more && (
          <div>
            <SmallButton busy={more.busy} onPress={more.ask}>
              {words.say('shoppers.more')}
            </SmallButton>
          </div>
        )}
      </SectionCard>
    </PageFrame>
  );
}

function Result({ found }: { found: Found }) {
  const { words } = useDesk();
  const { rows, q } = found;
  if (rows.length === 0) {
    if (q === '') {
      const none = found.tier === null ? 'shoppers.none' : 'shoppers.noneInTier';
      return <Sentence>{words.say(none)}</Sentence>;
    }
    return (
      <>
        <Sentence>{words.say('shoppers.nothing', { q: `\u2068${q}\u2069` })}</Sentence>
        <Sentence tone="soft">{words.say('shoppers.nothingTry')}</Sentence>
      </>
    );
  }
  return (
    <div className="rg-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{words.say('shoppers.who')}</th>
            {found.tiers.length > 0 && (
              <th scope="col" className="rg-wide">
                {words.say('shoppers.tier')}
              </th>
            )}
            <th scope="col" className="rg-num">
              {words.say('shoppers.points')}
            </th>
            <th scope="col" className="rg-num rg-wide">
              {words.say('shoppers.onTheWay')}
            </th>
            <th scope="col" className="rg-num rg-wide">
              {words.say('shoppers.orders')}
            </th>
            <th scope="col" className="rg-num">
              {words.say('shoppers.lastOrder')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} row={row} found={found} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, found }: { row: ShopperRow; found: Found }) {
  const { words } = useDesk();
  const last = row.lastOrderAt === null ? null : Date.parse(row.lastOrderAt);
  const address = row.email ?? row.phone;
  return (
    <tr>
      <td>
        <div className="rg-buttons">
          <PageLink href={shopperPath(row.id)}>
            <bdi>{nameOf(row, words)}</bdi>
          </PageLink>
          {row.frozen && <StateBadge tone="attention">{words.say('shoppers.frozen')}</StateBadge>}
          {row.blocked && <StateBadge tone="attention">{words.say('shoppers.blocked')}</StateBadge>}
        </div>
        {row.name !== null && address !== null && (
          <div className="rg-soft">
            <bdi dir="ltr">{address}</bdi>
          </div>
        )}
      </td>
      {found.tiers.length > 0 && (
        <td className="rg-wide">
          <bdi>{row.tier}</bdi>
        </td>
      )}
      <td className="rg-num">{words.number(row.available)}</td>
      <td className="rg-num rg-wide rg-way">{words.number(row.pending)}</td>
      <td className="rg-num rg-wide">{words.number(row.orders)}</td>
      <td className="rg-num">
        {last !== null && words.day(last, found.timeZone, Date.parse(found.now))}
      </td>
    </tr>
  );
}
