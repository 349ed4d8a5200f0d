/** Honest people who send friends. */
import type { Draw } from './draw.ts';
import { otherwise } from './people.ts';
import type { Someone, Town } from './people.ts';
import { sends, someMoment } from './sending.ts';
import type { Kind, Told } from './syntheticClub.ts';

const DAY = 24 * 3_600_000;

/** One in three sends one friend, others up to four. */
const outside = (draw: Draw, town: Town, advocate: Someone, most = 4): Told[] =>
  Array.from({ length: Math.min(draw.between(1, most), draw.between(1, most)) }, () => {
    const more = draw.chance(0.005) ? { email: town.throwAway() } : {};
    return sends(draw, advocate, town.someone(town.home(), more));
  });

/** Somebody of a home sends others of it, and friends outside, over a year. */
function fromHome(draw: Draw, town: Town, others: number): Told[] {
  const home = town.home();
  const advocate = town.someone(home);
  const within = Array.from({ length: others }, () => {
    const friend = town.someone(otherwise(draw, home));
    return { ...sends(draw, advocate, friend), home: 'within' as const };
  });
  const away = outside(draw, town, advocate, 3).map((each) => ({ ...each, home: 'from' as const }));
  return [...within, ...away];
}

export const HONEST: readonly Kind[] = [
  {
    kind: 'friends',
    groups: 700,
    about: 'send one to four friends who live elsewhere, over a year',
    make: (draw, town) => ({ sent: outside(draw, town, town.someone(town.home())) }),
  },
  {
    kind: 'couples and families',
    groups: 200,
    about:
      'send somebody at home, and friends elsewhere; three in four homes have two grown-ups, and in a quarter of the others a second one is sent',
    make: (draw, town) => ({
      sent: fromHome(draw, town, draw.chance(0.24) && draw.chance(0.25) ? 2 : 1),
    }),
  },
  {
    kind: 'flat shares',
    groups: 30,
    about: 'three to five people; one in four sends a second one of them',
    make: (draw, town) => ({ sent: fromHome(draw, town, draw.chance(0.25) ? 2 : 1) }),
  },
  {
    kind: 'offices and halls',
    groups: 20,
    about: 'two to four colleagues are sent, where ten to thirty others have parcels brought to',
    make(draw, town) {
      const place = town.home();
      const advocate = town.someone(place);
      const sent = Array.from({ length: draw.between(2, 4) }, () =>
        sends(draw, advocate, town.someone(otherwise(draw, place))),
      );
      const bought = Array.from({ length: draw.between(10, 30) }, () =>
        town.someone(otherwise(draw, place)),
      );
      return { sent: sent.map((each) => ({ ...each, home: 'within' as const })), bought };
    },
  },
  {
    kind: 'two friends who live together',
    groups: 40,
    about: 'a couple, both sent by somebody who lives elsewhere',
    make(draw, town) {
      const advocate = town.someone(town.home());
      const home = town.home();
      return {
        sent: [0, 1].map(() => sends(draw, advocate, town.someone(otherwise(draw, home)))),
      };
    },
  },
  {
    kind: 'a post that many saw',
    groups: 20,
    about: 'four to nine friends within a day, all of them real',
    make(draw, town) {
      const advocate = town.someone(town.home());
      const start = someMoment(draw);
      return {
        sent: Array.from({ length: draw.between(4, 9) }, () =>
          sends(draw, advocate, town.someone(town.home()), {
            placedAt: start + Math.floor(draw.share() * DAY),
          }),
        ),
      };
    },
  },
  {
    kind: 'two who sent each other',
    groups: 3,
    about: 'both had joined before either had bought',
    make(draw, town) {
      const [one, other] = [town.someone(town.home()), town.someone(town.home())];
      return { sent: [sends(draw, one, other), sends(draw, other, one)] };
    },
  },
];
