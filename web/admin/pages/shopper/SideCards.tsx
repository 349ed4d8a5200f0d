import type { ShopperPage } from '../../../contract/merchantShoppers.ts';
import { useDesk } from '../../desk.ts';
import { rewardValue } from '../../program/sentences.ts';
import { shopperPath } from '../../routes.ts';
import { FactList } from '../../ui/facts.tsx';
import { Latin, PageLink } from '../../ui/links.tsx';
import { SectionCard } from '../../ui/SectionCard.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Words } from '../../words/words.ts';
import { colleague, isolate, speak } from './speak.ts';
import { whyWords } from './WalletCard.tsx';

type Props = { page: ShopperPage };

export function ContactCard({ page }: Props) {
  const { words } = useDesk();
  const { email, phone, erased, firstSeenAt } = page.shopper;
  const since = words.say('shopper.since', { day: speak(page, words).day(firstSeenAt) });
  return (
    <SectionCard title={words.say('shopper.contact')}>
      {email !== null && (
        <p>
          <Latin>{email}</Latin>
        </p>
      )}
      {phone !== null && (
        <p>
          <Latin>{phone}</Latin>
        </p>
      )}
      {email === null && phone === null && (
        <Sentence tone="body">
          {words.say(erased ? 'shopper.erased' : 'shopper.noContact')}
        </Sentence>
      )}
      <Sentence tone="soft">{since}</Sentence>
    </SectionCard>
  );
}

type Code = ShopperPage['codes'][number];
const statuses = [
  'issuing',
  'open',
  'closing',
  'cancelled',
  'lapsed',
  'used',
  'refused',
  'withdrawn',
] as const;

function codeNote(code: Code, page: ShopperPage, words: Words): string {
  const { day, speech } = speak(page, words);
  const value = rewardValue(code.value, speech);
  const told = { what: value };
  const what =
    code.kind === 'nextOrder'
      ? words.say('shopper.nextOrder', told)
      : code.kind === 'tier'
        ? words.say('shopper.tierCode', told)
        : value;
  const status = statuses.find((each) => each === code.status) ?? 'issuing';
  const said = words.say(`shopper.code.${status}`, { what, day: day(code.endsAt) });
  return [said, whyWords(code.why, words)].filter(Boolean).join('. ');
}

export function CodesCard({ page }: Props) {
  const { words } = useDesk();
  const { referralCode } = page.shopper;
  const own = words.say('shopper.ownCode');
  const facts = [
    ...(referralCode === null ? [] : [{ code: referralCode, note: own }]),
    ...page.codes.map((code) => ({ code: code.code, note: codeNote(code, page, words) })),
  ];
  return (
    <SectionCard title={words.say('shopper.codes')}>
      {facts.length === 0 ? (
        <Sentence tone="body">{words.say('shopper.noCodes')}</Sentence>
      ) : (
        <FactList
          facts={facts.map(({ code, note }, at) =>
            code === null
              ? { key: `${at}`, title: note, note: '' }
              : { key: code, title: <Latin>{code}</Latin>, note },
          )}
        />
      )}
    </SectionCard>
  );
}

type Friend = ShopperPage['friends'][number];
const verdicts = ['own', 'known', 'belowMinimum', 'frozen'] as const;

function friendNote(friend: Friend, page: ShopperPage, words: Words): string {
  const order = isolate(friend.orderName ?? '');
  const verdict = verdicts.find((each) => each === friend.verdict);
  if (verdict) return words.say(`shopper.friendNote.${verdict}`, { order });
  const points = words.say('count.points', { n: friend.points });
  if (friend.waitingUntil === null)
    return words.say('shopper.friendNote.friend', { points, order });
  const day = speak(page, words).day(friend.waitingUntil);
  return words.say('shopper.friendNote.waits', { points, order, day });
}

export function FriendsCard({ page }: Props) {
  const { words } = useDesk();
  return (
    <SectionCard title={words.say('shopper.referrals')}>
      <FactList
        facts={page.friends.map((friend, at) => {
          const name = <bdi>{friend.name ?? words.say('shopper.someFriend')}</bdi>;
          return {
            key: `${at}`,
            title:
              friend.id === null ? name : <PageLink href={shopperPath(friend.id)}>{name}</PageLink>,
            note: friendNote(friend, page, words),
          };
        })}
      />
    </SectionCard>
  );
}

/** What people did by hand, with their reasons. */
export function NotesCard({ page }: Props) {
  const { words } = useDesk();
  const { day } = speak(page, words);
  const titles = {
    adjustPoints: 'shopper.noteAdjust',
    freezeShopper: 'shopper.noteFreeze',
    unfreezeShopper: 'shopper.noteUnfreeze',
    blockShopper: 'shopper.noteBlock',
    unblockShopper: 'shopper.noteUnblock',
  } as const;
  if (page.notes.length === 0) {
    return (
      <SectionCard title={words.say('shopper.notes')}>
        <Sentence tone="body">{words.say('shopper.noNotes')}</Sentence>
      </SectionCard>
    );
  }
  return (
    <SectionCard title={words.say('shopper.notes')}>
      <FactList
        facts={page.notes.map(({ id, action, at, by, points, note }) => ({
          key: id,
          title: words.say(titles[action], {
            by: words.say('shopper.by', { name: colleague(by, words) }),
            points: isolate(words.signed(points ?? 0)),
          }),
          note: (
            <>
              <p className="rg-quote">
                <q>
                  <bdi>{note}</bdi>
                </q>
              </p>
              <p>{day(at)}</p>
            </>
          ),
        }))}
      />
    </SectionCard>
  );
}
