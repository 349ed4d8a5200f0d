/** People who make up friends. */
import type { Draw } from './draw.ts';
import { otherwise } from './people.ts';
import type { Someone, Town } from './people.ts';
import { honestAmount, justEnough, sends, someMoment } from './sending.ts';
import type { Kind } from './syntheticClub.ts';

const DAY = 24 * 3_600_000;

/** Most spend as little as they must. */
const amount = (draw: Draw): number => (draw.chance(0.7) ? justEnough(draw) : honestAmount(draw));

/** The same mailbox, spelled otherwise. */
function variant(draw: Draw, email: string): string {
  const [name = '', domain = ''] = email.replace('+shop', '').split('@');
  if (domain !== 'gmail.com') return `${name}+${draw.between(1, 99)}@${domain}`;
  const dotted = `${name.slice(0, 2)}.${name.slice(2).replaceAll('.', '')}`;
  return draw.one([
    `${name}+${draw.between(1, 99)}@gmail.com`,
    `${dotted}@gmail.com`,
    `${name}@googlemail.com`,
  ]);
}

const puppets = (draw: Draw, town: Town, count: number, more: () => Partial<Someone>) =>
  Array.from({ length: count }, () => town.someone(town.home(), more()));

export const FRAUDS: readonly Kind[] = [
  {
    kind: 'themselves, spelled otherwise',
    groups: 40,
    about: 'one or two orders of their own, by a variant of their mail address or telephone',
    make(draw, town) {
      const home = town.home();
      const advocate = town.someone(home, { phone: '+49 151 20000000' });
      advocate.phone = `+49 160 ${draw.between(1_000_000, 9_999_999)}`;
      const again = () =>
        draw.chance(0.8)
          ? { email: variant(draw, advocate.email), phone: null }
          : { phone: advocate.phone?.replace('+49 160', '0049 (0)160') ?? null };
      return {
        sent: Array.from({ length: draw.between(1, 2) }, () =>
          sends(draw, advocate, town.someone(otherwise(draw, home), again()), {
            eligibleMinor: amount(draw),
          }),
        ),
      };
    },
  },
  {
    kind: 'old buyers as new friends',
    groups: 20,
    about: 'bought before, and come again by a variant of the same mail address',
    make(draw, town) {
      const old = town.someone(town.home());
      const again = town.someone(town.home(), { email: variant(draw, old.email) });
      return { sent: [sends(draw, town.someone(town.home()), again)], bought: [old] };
    },
  },
  {
    kind: 'made up at home',
    groups: 30,
    about:
      'two to five invented people whose parcels come to the advocate; half by throw-away mail',
    make(draw, town) {
      const home = town.home();
      const advocate = town.someone(home);
      const made = puppets(draw, town, draw.between(2, 5), () => ({
        homes: [otherwise(draw, home)],
        phone: null,
        ...(draw.chance(0.5) ? { email: town.throwAway() } : {}),
      }));
      return {
        sent: made.map((friend) => sends(draw, advocate, friend, { eligibleMinor: amount(draw) })),
      };
    },
  },
  {
    kind: 'made up at a drop',
    groups: 15,
    about:
      'four to eight invented people at one address that is not the advocate’s; within a month',
    make(draw, town) {
      const drop = town.home();
      const start = someMoment(draw);
      const made = puppets(draw, town, draw.between(4, 8), () => ({
        homes: [otherwise(draw, drop)],
        phone: null,
        ...(draw.chance(0.5) ? { email: town.throwAway() } : {}),
      }));
      const advocate = town.someone(town.home());
      return {
        sent: made.map((friend) =>
          sends(draw, advocate, friend, {
            eligibleMinor: amount(draw),
            placedAt: start + Math.floor(draw.share() * 30 * DAY),
          }),
        ),
      };
    },
  },
  {
    kind: 'rings',
    groups: 20,
    about: 'three to six accounts at as many addresses, each sends the next and the last the first',
    make(draw, town) {
      const ring = puppets(draw, town, draw.between(3, 6), () => ({}));
      const start = someMoment(draw);
      return {
        sent: ring.map((advocate, i) =>
          sends(draw, advocate, ring[(i + 1) % ring.length] ?? advocate, {
            placedAt: start + Math.floor(draw.share() * 25 * DAY),
            eligibleMinor: amount(draw),
          }),
        ),
      };
    },
  },
  {
    kind: 'farms',
    groups: 15,
    about: 'six to twelve invented people within a day, nine in ten by throw-away mail',
    make(draw, town) {
      const advocate = town.someone(town.home());
      const start = someMoment(draw);
      const made = puppets(draw, town, draw.between(6, 12), () =>
        draw.chance(0.9) ? { email: town.throwAway() } : {},
      );
      return {
        sent: made.map((friend) =>
          sends(draw, advocate, friend, {
            placedAt: start + Math.floor(draw.share() * DAY),
            eligibleMinor: amount(draw),
          }),
        ),
      };
    },
  },
  {
    kind: 'buy, get paid, send back',
    groups: 8,
    about: 'four to six accomplices, one a month, who return everything once the reward is paid',
    make(draw, town) {
      const advocate = town.someone(town.home());
      const start = someMoment(draw) / 2;
      return {
        sent: puppets(draw, town, draw.between(4, 6), () => ({})).map((friend, i) => {
          const placedAt = start + i * 35 * DAY;
          const returnedAt = placedAt + draw.between(31, 34) * DAY;
          return sends(draw, advocate, friend, {
            placedAt,
            returnedAt,
            eligibleMinor: amount(draw),
          });
        }),
      };
    },
  },
  {
    kind: 'made up at home, beside real friends',
    groups: 6,
    about:
      'one to three real friends elsewhere, and as many invented ones at home to hide among them',
    make(draw, town) {
      const home = town.home();
      const advocate = town.someone(home);
      const count = draw.between(1, 3);
      const made = puppets(draw, town, count, () => ({
        homes: [otherwise(draw, home)],
        phone: null,
        ...(draw.chance(0.5) ? { email: town.throwAway() } : {}),
      }));
      const real = puppets(draw, town, count, () => ({}));
      return {
        sent: [
          ...made.map((friend) => sends(draw, advocate, friend, { eligibleMinor: amount(draw) })),
          ...real.map((friend) => ({ ...sends(draw, advocate, friend), honest: true as const })),
        ],
      };
    },
  },
];
