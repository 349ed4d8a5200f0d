/**
 * `GET /proxy`: the points page, answered as Liquid so that it appears inside the shop's own theme.
 * It is complete by itself; where the theme's app embed is on, `<regulars-page>` becomes the panel.
 * https://shopify.dev/docs/apps/build/online-store/app-proxies
 */
import type { Request, Response } from 'express';
import { readCursor, readShopperHistory } from '../../analytics/shopperHistory.ts';
import { readShopperState } from '../../analytics/shopperState.ts';
import { readWays } from '../../analytics/ways.ts';
import type { History, ShopperState } from '../../../contract/shopper.ts';
import type { Phase } from '../../domain/program.ts';
import type { Locked } from '../../domain/tierGate.ts';
import type { Announced } from '../../domain/worthLess.ts';
import type { DoorDeps } from '../deps.ts';
import { languageFor } from '../refusals.ts';
import type { Refused } from '../refusals.ts';
import { queryValue } from '../requests.ts';
import { LANGUAGES } from '../words.ts';
import type { Language } from '../words.ts';
import type { Caller } from './caller.ts';
import { Markup, markup } from './markup.ts';
import {
  balanceSection,
  codeSection,
  earnSection,
  historySection,
  newsletterSection,
  rewardSection,
} from './pageSections.ts';
import { notesOf } from './notes.ts';
import { withReasons } from './reasons.ts';
import type { ToldHistory } from './reasons.ts';
import { createSpeech } from './speech.ts';
import type { Speech } from './speech.ts';

type State = ShopperState & {
  announced: Announced | null;
  phase: Phase | null;
  locked: readonly Locked[];
  blocked: boolean;
};
type Shown = {
  state: State;
  history: ToldHistory;
  /** For signing up for the shop's mails; null: nothing, or they have. */
  newsletter: number | null;
  now: string;
};

export async function showPage(
  deps: DoorDeps,
  caller: Caller,
  request: Request,
  response: Response,
): Promise<Refused | null> {
  const { shop, customerId } = caller;
  const { shopId } = shop;
  const before = readCursor(queryValue(request.originalUrl, 'before') ?? '');
  const now = deps.now();
  const shown = await deps.inTransaction(shop.clubId, async (tx) => ({
    state: await readShopperState(tx, { shopId, customerId, now }),
    history:
      customerId === null
        ? { rows: [], older: null, money: null }
        : await readShopperHistory(tx, { shopId, customerId, before }),
    ways: await readWays(tx, { shopId, customerId, now }),
  }));
  const { state, history } = shown;
  if (!state) return { kind: 'notFound' };
  const named = queryValue(request.originalUrl, 'locale') !== null;
  const news = shown.ways.ways.find(({ rule, done }) => rule === 'newsletter' && !done);
  const newsletter = customerId === null || state.blocked ? null : (news?.points ?? null);
  const facts = { state, history, newsletter, now: new Date(now).toISOString() };
  const page = named ? pageIn(facts, languageFor(response)) : pageInThemeLanguage(facts, response);
  response.removeHeader('content-security-policy');
  response.type('application/liquid').send(page.text);
  return null;
}

/**
 * Nobody asked for a language, but the theme is shown in one, which only Liquid knows: all three are
 * sent and Liquid shows one. A theme in another language gets the reader's own.
 */
function pageInThemeLanguage(shown: Shown, response: Response): Markup {
  const other = languageFor(response);
  const cases = LANGUAGES.map(
    (language) =>
      markup`${new Markup(`{%- when '${language}' -%}`)}
${pageIn(shown, language)}
`,
  );
  const language = new Markup(`{%- assign regulars = request.locale.iso_code | slice: 0, 2 -%}`);
  const end = new Markup('{%- endcase -%}');
  return markup`${language}${new Markup('{%- case regulars -%}')}${cases}${new Markup('{%- else -%}')}
${pageIn(shown, other)}
${end}`;
}

function pageIn({ state, history, newsletter, now }: Shown, language: Language): Markup {
  const { money, timeZone } = state;
  const say = createSpeech({ language, money, timeZone, now });
  const told = withReasons(history, { language, money });
  const body = state.shopper ? memberBody(say, state, told) : guestBody(say, state);
  const who = state.shopper ? 'member' : 'guest';
  return markup`<regulars-page lang="${language}" dir="${say.dir}" data-who="${who}" data-zone="${timeZone}">
${body}
</regulars-page>${newsletter !== null && newsletterSection(say, newsletter)}`;
}

function memberBody(say: Speech, state: State, history: History): Markup {
  const { shopper, program, codes } = state;
  if (!shopper) return guestBody(say, state);
  const resting = markup`<p>${say.t('resting')}</p><p>${say.t('restingBody')}</p>`;
  return markup`<h1>${say.t('title')}</h1>
${balanceSection(say, shopper, program)}
${notesOf(state, say.language).map((note) => markup`<p>${note}</p>`)}
${codeSection(say, codes)}
${program ? rewardSection(say, program, shopper.available) : resting}
${historySection(say, history)}
${program ? earnSection(say, program) : null}
${termsLink(say)}`;
}

/** Where the shop shows it: the app proxy of shopify.app.toml, one page deeper. */
const TERMS = '/apps/regulars/terms';
const termsLink = (say: Speech): Markup =>
  markup`<p><a href="${TERMS}?locale=${say.language}">${say.t('terms')}</a></p>`;

/** The theme knows where its login is; without a theme around, it is Shopify's usual place. */
const LOGIN = new Markup(`{{ routes.account_login_url | default: '/account/login' }}`);

function guestBody(say: Speech, { program }: ShopperState): Markup {
  const login = markup`<p>${say.t('outGuest')}</p>
<p><a href="${LOGIN}">${say.t('login')}</a></p>`;
  if (!program) return markup`<h1>${say.t('resting')}</h1><p>${say.t('restingBody')}</p>${login}`;
  const rate = say.t('outRate', { n: program.points, m: say.plain(program.perMinor) });
  return markup`<h1>${say.t('outTitle')}</h1>
<p>${rate}</p>
${login}
${rewardSection(say, program, null)}
${earnSection(say, program)}
${termsLink(say)}`;
}
