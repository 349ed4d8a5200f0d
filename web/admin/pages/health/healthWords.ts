/** What health says, in sentences: findings, and what was set aside. */
import type { Finding, Health, SetAside } from '../../../contract/health.ts';
import type { Mark } from '../../ui/facts.tsx';
import type { Words } from '../../words/words.ts';

type When = { zone: string; now: number };

export const verdictMarks: Record<Health['verdict'], Mark> = {
  good: 'fine',
  look: 'look',
  act: 'act',
};

const levelMarks: Record<Finding['level'], Mark> = { note: 'neutral', look: 'look', act: 'act' };
const levelWords = { note: 'health.noteOn', look: 'home.lookAt', act: 'health.actOn' } as const;

/** The mark is only a shape and a colour: the words say the same. */
export const stateOf = ({ level }: Finding, words: Words) => ({
  mark: levelMarks[level],
  words: words.say(levelWords[level]),
});

export function findingWords(finding: Finding, when: When, words: Words) {
  const { code, count, since, details } = finding;
  const values = {
    n: count ?? 0,
    details: `\u2066${details.join(', ')}\u2069`,
    since: since === null ? '' : sinceWords(code, Date.parse(since), when, words),
  };
  return {
    title: words.say(`health.finding.${code}.title`, values),
    note: words.say(`health.finding.${code}.note`, values),
  };
}

/** What waits is told with its hour; what was mended or missed, with how long ago that is. */
function sinceWords(code: Finding['code'], at: number, when: When, words: Words): string {
  if (code === 'subscriptionsMended' || code === 'looksLate') return words.ago(at, when.now);
  return `${words.day(at, when.zone, when.now)}, ${words.time(at, when.zone)}`;
}

/** For whoever runs the app: the plain facts, and nobody's data. */
export function reportOf(health: Health, shopName: string): string {
  const { at, verdict, findings } = health;
  return JSON.stringify({ app: 'Regulars', shop: shopName, at, verdict, findings }, null, 2);
}

type Aside =
  'code' | 'tag' | 'wallet' | 'mail' | 'card' | 'past' | 'looking' | 'selling' | 'leaving';

const kinds: Record<string, Aside> = {
  settleCode: 'code',
  settleReferralCode: 'code',
  settleNextOrder: 'code',
  settleGivenCode: 'code',
  endParent: 'code',
  settleTags: 'tag',
  mail: 'mail',
  shopperCard: 'card',
  clubCard: 'card',
  prepareShop: 'card',
  rewardPast: 'past',
  judgeAgain: 'past',
  importHistory: 'past',
  askOrder: 'looking',
  reconcileOrders: 'looking',
  checkSubscriptions: 'looking',
  checkFriend: 'looking',
  judgeFriends: 'looking',
  lapseFriend: 'looking',
  lookUpTags: 'looking',
  lookUpProduct: 'selling',
  lookUpCollection: 'selling',
  readCatalogue: 'selling',
  rollUp: 'looking',
  foresee: 'looking',
  confirmLeaving: 'leaving',
  eraseShop: 'leaving',
  erasePerson: 'leaving',
  settleWallet: 'wallet',
};

/** What it was about; `topic` is a message's topic or a delivery's kind. */
export function asideTitle(topic: string, words: Words): string {
  const kind = kinds[topic];
  if (kind !== undefined) return words.say(`health.setAside.${kind}`);
  if (topic.startsWith('orders')) return words.say('home.parked.order');
  if (topic.startsWith('refunds')) return words.say('home.parked.refund');
  if (topic.startsWith('customers')) return words.say('home.parked.customer');
  return words.say(topic.includes('/') ? 'home.parked.message' : 'health.setAside.thing');
}

export function asideNote(aside: SetAside, { zone, now }: When, words: Words): string {
  const at = Date.parse(aside.receivedAt);
  return words.say('health.setAside.note', {
    n: aside.attempts,
    why: words.say(`health.setAside.why.${aside.why}`),
    day: words.day(at, zone, now),
    time: words.time(at, zone),
  });
}
