/** Invented people of an invented town, with mail addresses, telephones and homes as they type them. */
import type { PostalAddress } from '../../web/server/domain/fraudPeople.ts';
import type { Draw } from './draw.ts';

export type Someone = {
  id: string;
  name: string;
  email: string;
  phone: string | null;
  /** Each order goes to one of these. */
  homes: PostalAddress[];
};

const FIRST = 'ada ben cleo dina emil farid gita hugo ines jan kim lea mina nils olga paul'.split(
  ' ',
);
const LAST = 'adler bauer cohen duarte ebadi fuchs gold haas ito jansen kaya lopez'.split(' ');
const STREETS = [
  'Lime Street',
  'Oak Road',
  'Rose Avenue',
  'Mill Lane',
  'Hill Drive',
  'Gartenstraße',
];
const MAILS = ['gmail.com', 'outlook.com', 'yahoo.com', 'icloud.com', 'example.com', 'proton.me'];
const THROW_AWAY = ['mailinator.com', 'yopmail.com', 'guerrillamail.com', 'temp-mail.org'];

export type Town = {
  home(): PostalAddress;
  someone(home: PostalAddress, more?: Partial<Someone>): Someone;
  throwAway(): string;
};

export function townOf(draw: Draw): Town {
  let houses = 0;
  let people = 0;
  return {
    home() {
      houses += 1;
      const street = `${draw.one(STREETS)} ${(houses % 180) + 1}`;
      const flat = draw.chance(0.4) ? [`Apt. ${draw.between(1, 40)}`] : [];
      const zip = String(10_000 + houses);
      return { lines: [street, ...flat], zip, city: 'Newtown', country: 'DE' };
    },
    someone(home, more = {}) {
      people += 1;
      const [first, last] = [draw.one(FIRST), draw.one(LAST)];
      const tag = draw.chance(0.03) ? '+shop' : '';
      const email = `${first}.${last}${people}${tag}@${draw.one(MAILS)}`;
      const phone = draw.chance(0.5) ? `+49 151 ${String(10_000_000 + people)}` : null;
      return { id: `p${people}`, name: `${first} ${last}`, email, phone, homes: [home], ...more };
    },
    throwAway: () => `x${draw.between(10_000, 99_999)}${(people += 1)}@${draw.one(THROW_AWAY)}`,
  };
}

/** The same home as somebody else would type it, or as somebody types it who hides. */
export function otherwise(draw: Draw, home: PostalAddress): PostalAddress {
  const [first = '', ...rest] = home.lines;
  const short = first
    .replace('Street', draw.one(['St.', 'street', 'ST']))
    .replace('Road', draw.one(['Rd', 'road']))
    .replace('Avenue', draw.one(['Ave.', 'AV']))
    .replace('straße', draw.one(['strasse', 'str.']));
  const flats = rest.map((line) =>
    line.replace('Apt.', draw.one(['Apartment', '#', 'Flat', 'apt'])),
  );
  const lines = draw.chance(0.3) ? [...flats, short] : [short, ...flats];
  return { ...home, lines, zip: draw.chance(0.2) ? ` ${home.zip} ` : home.zip };
}
