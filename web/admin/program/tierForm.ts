/** Tiers while somebody edits them: their numbers stay as they were typed. */
import type { ProgramBody } from '../../contract/merchant.ts';
import type { MoneyStyle } from '../../contract/shopper.ts';
import { readMoney, readPercent, readWhole } from '../money/readNumber.ts';
import type { Read } from '../money/readNumber.ts';
import { writeAmount, writeNumber } from '../money/writeNumber.ts';
import type { Reader } from './readForm.ts';

export type TiersBody = NonNullable<ProgramBody['tiers']>;
export type TierBody = TiersBody['levels'][number];

export type TierForm = {
  id: string;
  name: string;
  from: string;
  times: string;
  entry: string;
  birthday: string;
  /** Empty: none of it. */
  codePercent: string;
  codeDays: string;
  tag: string;
  byHand: string;
  /** What the form does not show is published as it was. */
  kept: TierBody | null;
};

/** What is typed while they are off is kept. */
export type TiersForm = {
  on: boolean;
  by: TiersBody['by'];
  over: TiersBody['over'];
  graceDays: string;
  levels: readonly TierForm[];
};

export function writeTiers(
  tiers: TiersBody | null | undefined,
  style: MoneyStyle,
  locale: string,
): TiersForm {
  const { by = 'spend', over = 'rolling12Months', graceDays = 60, levels = [] } = tiers ?? {};
  return {
    on: tiers != null,
    by,
    over,
    graceDays: writeNumber(graceDays, locale),
    levels: levels.map((level) => ({
      id: level.id,
      name: level.name,
      from:
        by === 'spend' ? writeAmount(level.from, style, locale) : writeNumber(level.from, locale),
      times: writeNumber(level.multiplierBasisPoints / 10_000, locale),
      entry: writeNumber(level.entryPoints, locale),
      birthday: writeNumber(level.birthdayPoints, locale),
      ...writePerks(level.perks, locale),
      kept: level,
    })),
  };
}

type Perk = TierBody['perks'][number];
type Code = Extract<Perk, { kind: 'code' }>;

/** A share of the basket: what the form can show of codes. */
const isShare = (perk: Perk): perk is Code =>
  perk.kind === 'code' && perk.offer.value.kind === 'percentOff' && !('only' in perk.offer.value);

/** The first perk of each kind that the form shows. */
function shownOf(perks: readonly Perk[]) {
  return {
    code: perks.find(isShare) ?? null,
    tag: perks.find((perk) => perk.kind === 'tag') ?? null,
    byHand: perks.find((perk) => perk.kind === 'byHand') ?? null,
  };
}

function writePerks(perks: readonly Perk[], locale: string) {
  const { code, tag, byHand } = shownOf(perks);
  const value = code?.offer.value;
  return {
    codePercent: value?.kind === 'percentOff' ? writeNumber(value.basisPoints / 100, locale) : '',
    codeDays: writeNumber(code?.days ?? 30, locale),
    tag: tag?.tag ?? '',
    byHand: byHand?.text ?? '',
  };
}

const COMBINES = { order: false, product: false, shipping: true };

function readPerks(form: TierForm, path: string, reader: Reader): Perk[] {
  const kept = form.kept?.perks ?? [];
  const shown = shownOf(kept);
  const others = kept.filter((perk) => !Object.values(shown).some((each) => each === perk));
  const perks: Perk[] = [];
  if (form.codePercent.trim() !== '') {
    const basisPoints = reader.take(`${path}.code`, readPercent(form.codePercent), {
      min: 1,
      max: 10_000,
    });
    const days = reader.take(`${path}.days`, readWhole(form.codeDays), { min: 1, max: 365 });
    const terms = shown.code?.offer ?? { minimumMinor: 0, combinesWith: COMBINES };
    const offer = { ...terms, value: { kind: 'percentOff' as const, basisPoints } };
    perks.push({ kind: 'code', offer, days });
  }
  const [tag, text] = [form.tag.trim(), form.byHand.trim()];
  if (tag !== '') perks.push({ kind: 'tag', tag });
  if (text !== '') perks.push({ kind: 'byHand', text });
  return [...perks, ...others];
}

/** A tier as it begins; the first one of all has words of its own. */
export const newTier = (name: string, locale: string): TierForm => ({
  // Never an id that some version had: who has entered a tier is told by it.
  id: crypto.randomUUID(),
  name,
  from: '',
  times: writeNumber(1, locale),
  entry: writeNumber(0, locale),
  birthday: writeNumber(0, locale),
  ...writePerks([], locale),
  kept: null,
});

const LARGE = 1_000_000_000_000;

/** A part that a program never had and still has not is left out of it. */
export function readTiers(
  { tiers, kept }: { tiers: TiersForm; kept: ProgramBody },
  reader: Reader,
): Pick<ProgramBody, 'tiers'> {
  if (!tiers.on) return kept.tiers === undefined ? {} : { tiers: null };
  if (tiers.levels.length === 0) reader.note('tiers.levels', 'nothingChosen');
  const { by, over } = tiers;
  const days = { min: 0, max: 365 };
  let below = -1;
  const levels = tiers.levels.map((level, at) => {
    const read = readTier(level, by, `tiers.levels.${at}`, { reader, min: below + 1 });
    below = Math.max(below, read.from);
    return read;
  });
  return {
    tiers: {
      by,
      over,
      graceDays: reader.take('tiers.graceDays', readWhole(tiers.graceDays), days),
      levels,
    },
  };
}

function readTier(
  form: TierForm,
  by: TiersBody['by'],
  path: string,
  { reader, min }: { reader: Reader; min: number },
): TierBody {
  const { id, name, from, times, entry, birthday } = form;
  if (name.trim() === '') reader.note(`${path}.name`, 'nothingChosen');
  const asked = by === 'spend' ? readMoney(from, reader.style) : readWhole(from);
  return {
    id,
    name: name.trim(),
    from: reader.take(`${path}.from`, asked, { min, max: LARGE }),
    multiplierBasisPoints: reader.take(`${path}.multiplierBasisPoints`, timesOf(times), {
      min: 10_000,
      max: 100_000,
    }),
    entryPoints: reader.take(`${path}.entryPoints`, readWhole(entry), { min: 0, max: 1_000_000 }),
    birthdayPoints: reader.take(`${path}.birthdayPoints`, readWhole(birthday), {
      min: 0,
      max: 1_000_000,
    }),
    perks: readPerks(form, path, reader),
  };
}

/** 1.5 is read as so many hundredths, and × 1.5 is written in ten-thousandths. */
function timesOf(typed: string): Read {
  const read = readPercent(typed);
  return read.ok ? { ok: true, value: read.value * 100 } : read;
}
