import { useId, useState } from 'react';
import type { LedgerRow, ShopperPage } from '../../../contract/merchantShoppers.ts';
import type { Failure } from '../../api.ts';
import { useDesk } from '../../desk.ts';
import { SmallButton } from '../../ui/buttons.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Latin } from '../../ui/links.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import { LoadFailed } from '../LoadFailed.tsx';
import { ledgerNotes, ledgerTitle, sumLines, sumVerdict } from './ledgerWords.ts';
import { isolate, speak } from './speak.ts';

type Ledger = ShopperPage['ledger'];

/** Every movement of points, newest first, and why it is what it is. */
export function LedgerCard({ page }: { page: ShopperPage }) {
  const { words, api } = useDesk();
  const [more, setMore] = useState<{ after: Ledger; rows: LedgerRow[]; older: string | null }>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  // Older rows belong to the first page they were asked after.
  const grown = more?.after === page.ledger ? more : undefined;
  const rows = [...page.ledger.rows, ...(grown?.rows ?? [])];
  const older = grown ? grown.older : page.ledger.older;
  const ask = async (): Promise<void> => {
    setBusy(true);
    const answer = await api.shopper(page.shopper.id, older);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    const { ledger } = answer.value;
    const all = [...(grown?.rows ?? []), ...ledger.rows];
    setMore({ after: page.ledger, rows: all, older: ledger.older });
  };
  return (
    <SectionCard title={words.say('shopper.ledger')} headingId="ledger">
      {rows.length === 0 ? (
        <Sentence tone="body">{words.say('shopper.ledgerNone')}</Sentence>
      ) : (
        <Table rows={rows} page={page} />
      )}
      {failure && <LoadFailed failure={failure} again={() => void ask()} />}
      {older !== null && (
        <div>
          <SmallButton busy={busy} onPress={() => void ask()}>
            {words.say('shopper.older')}
          </SmallButton>
        </div>
      )}
    </SectionCard>
  );
}

function Table({ rows, page }: { rows: readonly LedgerRow[]; page: ShopperPage }) {
  const { words } = useDesk();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{words.say('shopper.date')}</th>
          <th scope="col">{words.say('shopper.what')}</th>
          <th scope="col" className="rg-num">
            {words.say('shopper.points')}
          </th>
          <th scope="col" className="rg-num">
            {words.say('shopper.balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} page={page} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, page }: { row: LedgerRow; page: ShopperPage }) {
  const { words } = useDesk();
  const { day } = speak(page, words);
  const soft = row.waitingUntil !== null || row.waitsForOrder ? 'rg-num rg-way' : 'rg-num';
  return (
    <tr>
      <td className="rg-when">{day(row.at)}</td>
      <td>
        <div className="rg-buttons">
          <span>{ledgerTitle(row, page, words)}</span>
          {row.code !== null && <Latin>{row.code}</Latin>}
          {row.waitingUntil !== null && (
            <StateBadge tone="new">
              {words.say('shopper.waits', { day: day(row.waitingUntil) })}
            </StateBadge>
          )}
          {row.waitsForOrder && (
            <StateBadge tone="new">{words.say('shopper.waitsForOrder')}</StateBadge>
          )}
        </div>
        {ledgerNotes(row, page, words).map((note) => (
          <p key={note} className="rg-soft">
            {note}
          </p>
        ))}
        {row.note !== null && (
          <p className="rg-soft rg-quote">
            <q>
              <bdi>{row.note}</bdi>
            </q>
          </p>
        )}
        {row.explained && <Why row={row} explained={row.explained} page={page} />}
      </td>
      <td className={soft}>
        {row.points !== 0 && <bdi dir="ltr">{words.signed(row.points)}</bdi>}
      </td>
      <td className={soft}>
        <bdi dir="ltr">{words.number(row.balance)}</bdi>
      </td>
    </tr>
  );
}

type WhyProps = {
  row: LedgerRow;
  explained: NonNullable<LedgerRow['explained']>;
  page: ShopperPage;
};

function Why({ row, explained, page }: WhyProps) {
  const { words } = useDesk();
  const id = useId();
  const points = words.number(explained.now);
  const order = isolate(row.orderName ?? '');
  return (
    <Disclosure
      id={id}
      text={words.say('shopper.why', { points })}
      label={words.say('shopper.whyFull', { points, order })}
    >
      <div className="rg-why">
        <table>
          <tbody>
            {sumLines(explained, page, words).map(({ key, text, value, sum }) => (
              <tr key={key} className={sum ? 'rg-sum' : undefined}>
                <th scope="row">{text}</th>
                <td className="rg-num">{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <Sentence tone="soft">{sumVerdict(explained, words)}</Sentence>
      </div>
    </Disclosure>
  );
}
