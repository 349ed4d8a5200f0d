/** What `GET {app}/ext/order?token=…` answers. */
export type Value =
  | { kind: 'amountOff'; amountMinor: number }
  | { kind: 'percentOff'; basisPoints: number }
  | { kind: 'freeShipping' };

/** `minor ÷ 10^decimals ÷ factor`, then the label if there is one. */
export type MoneyStyle = {
  currency: string;
  decimals: number;
  factor: number;
  label: string | null;
};

export type NextOrderCode = {
  code: string;
  value: Value;
  minimumMinor: number;
  /** The last moment it works. */
  endsAt: string;
};

/** Money credit that the order brings. */
export type Cashback = {
  amountMinor: number;
  money: MoneyStyle;
  /** From this moment on, and up to this one. */
  availableAt: string;
  endsAt: string;
  given: boolean;
};

export type Invite = {
  link: string | null;
  friend: { value: Value };
  advocatePoints: number;
};

export type Order = {
  points: number;
  /** A day (YYYY-MM-DD) of the shop's calendar; null: they are the shopper's already. */
  yoursOn: string | null;
  nextOrderCode: NextOrderCode | null;
  cashback: Cashback | null;
  /** A code is being made. */
  making: boolean;
  invite: Invite | null;
  /** Null: the program is off. */
  program: object | null;
  money: MoneyStyle;
  timeZone: string;
  now: string;
};
