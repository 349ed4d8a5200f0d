import { html } from './html.js';

/** Iran's calendar is the Persian one. English days are written before their months. */
const tags = { en: 'en-US', fa: 'fa-IR', ar: 'ar-EG-u-nu-arab' };
const dateTags = { ...tags, en: 'en-GB' };

/**
 * Everything the panel says, in one language, money style and time zone. `words` are the panel's texts
 * by key; a text that counts something is a set of plural forms (`one`, `two`, `few`, … `other`).
 */
export function createSpeech({ words, language, money, timeZone, now }) {
  const forms = new Intl.PluralRules(language);
  const number = (value, options) => new Intl.NumberFormat(tags[language], options).format(value);

  /** Fills `{n}` and the like. Numbers are written in the language's digits; `n`, else `k`, counts. */
  const t = (key, values = {}) => {
    const entry = words[key];
    const text =
      typeof entry === 'string'
        ? entry
        : (entry[forms.select(values.n ?? values.k ?? 0)] ?? entry.other);
    const parts = text.split(/\{(\w)\}/);
    return html`${parts.map((part, at) => {
      const value = at % 2 ? values[part] : part;
      return typeof value === 'number' ? number(value) : value;
    })}`;
  };

  return {
    t,
    number,
    language,
    timeZone,
    ...createMoney(money, number),
    percent: (basisPoints) =>
      number(basisPoints / 10000, { style: 'percent', maximumFractionDigits: 2 }),
    ...createDates({ language, timeZone, now }),
  };
}

/**
 * Money: minor units ÷ 10^decimals ÷ factor, then the shop's own unit behind a no-break space if it
 * has one, else the currency's sign. `plain` drops zero decimals; `tight` fits under the ladder. A unit
 * that gathers several of the currency's (a toman) has no fractions: what is shown is rounded to it.
 */
function createMoney({ currency, decimals, factor, label }, number) {
  const sign = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' };
  const inUnits = (minor) => {
    const amount = minor / 10 ** decimals / factor;
    return factor > 1 ? Math.round(amount) : amount;
  };
  const write = (minor, options) => {
    const amount = inUnits(minor);
    return label
      ? html`<bdi>${number(amount, { maximumFractionDigits: 2 })}${'\u00a0'}${label}</bdi>`
      : number(amount, { ...sign, ...options });
  };
  const whole = { trailingZeroDisplay: 'stripIfInteger' };
  return {
    money: (minor) => write(minor),
    plain: (minor) => write(minor, whole),
    tight: (minor) => {
      const amount = inUnits(minor);
      if (label && amount < 1000) return write(minor);
      const short = amount >= 10000 ? { notation: 'compact', maximumFractionDigits: 1 } : whole;
      return number(amount, label ? short : { ...sign, ...short });
    },
  };
}

/** Days and instants as day and month, with the year only where it is another one. */
function createDates({ language, timeZone, now }) {
  const tag = dateTags[language];
  const year = (date, zone) =>
    new Intl.DateTimeFormat(tag, { year: 'numeric', timeZone: zone }).format(date);
  const write = (date, zone) =>
    new Intl.DateTimeFormat(tag, {
      day: 'numeric',
      month: 'long',
      timeZone: zone,
      ...(year(date, zone) === year(now, timeZone) ? {} : { year: 'numeric' }),
    }).format(date);
  return {
    day: (isoDay) => write(new Date(`${isoDay}T12:00:00Z`), 'UTC'),
    date: (instant) => write(new Date(instant), timeZone),
  };
}
