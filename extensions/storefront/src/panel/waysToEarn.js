/** The ways to earn: buying, friends, and what else the app tells; joining, and one's own birthday. */
import { actions } from './actions.js';
import { html } from './html.js';
import { ask } from './proxy.js';
import { earnRows, row } from './views.js';

const hows = { birthday: 'eBirthHow', anniversary: 'eBirthHow', review: 'eReviewHow' };

export function earn(club, { told, dating, wrong }) {
  const { say } = club;
  return {
    title: say.t('earn'),
    said: wrong && say.t(wrong),
    body: html`${earnRows(club)}
      ${
        told &&
        html`<ul class="rg-li" role="list">
          ${told.ways.map((way) => wayRow(club, way, told))}
        </ul>`
      }
      ${dating && dateForm(club, dating)} ${wrong && html`<p role="alert">${say.t(wrong)}</p>`}
      <p>
        <a class="s" href="${club.config.proxy}/terms?locale=${say.language}">${say.t('terms')}</a>
      </p>`,
  };
}

function wayRow(club, { rule, points, done }, { birthday }) {
  const { say, state } = club;
  const cost = say.t('cost', { n: points });
  const how = hows[rule] ? html`${cost} · ${say.t(hows[rule])}` : cost;
  const button = (deed, key) =>
    html`<button class="rg-b sm" data-do="${deed}">${say.t(key)}</button>`;
  const deed = {
    signUp: () =>
      done ? html`<span class="s">${say.t('eDone')}</span>` : button('joinClub', 'join'),
    birthday: () =>
      birthday
        ? html`<span class="s">${dayOf(club, birthday)}</span>`
        : button('askDate', 'addDate'),
    newsletter: () => done && html`<span class="s">${say.t('eDone')}</span>`,
  }[rule];
  return row(say.t(actions[rule]), how, state?.shopper && deed?.());
}

const tags = { en: 'en-GB', fa: 'fa-IR', ar: 'ar-EG-u-nu-arab' };
const isPersian = (calendar) => calendar === 'persian';
/** Who reads Persian counts birthdays by the Persian calendar. */
const ownCalendar = ({ config }) => (config.language === 'fa' ? 'persian' : 'gregory');

/** By the calendar in which it is kept, whatever the reader's own is. */
const written = ({ config }, calendar, options) =>
  new Intl.DateTimeFormat(tags[config.language], { ...options, calendar, timeZone: 'UTC' });

/** In a leap year of either calendar, which of the Persian one began on 20 March 2024. */
function dayOf(club, { calendar, month, day }) {
  const before = 31 * Math.min(month - 1, 6) + 30 * Math.max(month - 7, 0);
  const at = isPersian(calendar)
    ? Date.UTC(2024, 2, 20 + before + day - 1)
    : Date.UTC(2024, month - 1, day);
  return written(club, calendar, { day: 'numeric', month: 'long' }).format(at);
}

function monthOf(club, at) {
  const calendar = ownCalendar(club);
  const day = isPersian(calendar) ? Date.UTC(2024, 2 + at, 25) : Date.UTC(2024, at);
  return written(club, calendar, { month: 'long' }).format(day);
}

/** Day and month, and no year: nobody's age is asked for. */
function dateForm(club, dating) {
  const { say } = club;
  const choice = (name, key, count, text) =>
    html`<label
      >${say.t(key)}
      <select class="rg-b" name="${name}">
        ${Array.from({ length: count }, (_, at) => {
          const chosen = dating[name] === at + 1 && html` selected`;
          return html`<option value="${at + 1}" ${chosen}>${text(at)}</option>`;
        })}
      </select></label
    >`;
  return html`<div class="rg-col">
    ${choice('day', 'eDay', 31, (at) => say.number(at + 1))}
    ${choice('month', 'eMonth', 12, (at) => monthOf(club, at))}
    <button class="rg-b on" data-do="saveDate">${say.t('eSave')}</button>
  </div>`;
}

function show(panel, page, news) {
  Object.assign(page, news);
  if (panel.page === page) panel.render();
}

/** What it answers is shown; a refusal in its own words, where it has some. */
async function tell(panel, path, body) {
  const { page, config } = panel;
  const { answer, refusal } = await ask(config, path, body).catch(() => ({ refusal: 'none' }));
  if (answer) return show(panel, page, { told: answer, dating: null, wrong: null });
  const words = { birthdayKept: 'eKept', invalid: 'eNoDay' };
  show(panel, page, { wrong: words[refusal] ?? 'error' });
}

/** Where the app does not tell, buying is a way all the same. */
earn.asks = async (panel) => {
  const { page } = panel;
  const { answer } = await ask(panel.config, 'ways').catch(() => ({}));
  if (answer) show(panel, page, { told: answer });
};

export const ways = {
  joinClub: (panel) => tell(panel, 'join', {}),
  askDate: (panel) => {
    show(panel, panel.page, { dating: {} });
    panel.main.querySelector('select').focus();
  },
  saveDate: (panel) => {
    const fields = [...panel.main.querySelectorAll('select')];
    const [day, month] = fields.map(({ value }) => Number(value));
    panel.page.dating = { day, month };
    return tell(panel, 'birthday', { calendar: ownCalendar(panel), month, day });
  },
};
