/** HTML as a value: what is put into `html` is escaped unless it is itself HTML made by `html`. */
class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const marks = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function write(value) {
  if (Array.isArray(value)) return value.map(write).join('');
  if (value instanceof Markup) return value.text;
  return value || value === 0 ? String(value).replace(/[&<>"']/g, (mark) => marks[mark]) : '';
}

/** Tagged template. Lists are joined; null, undefined, false and '' print nothing. */
export const html = (parts, ...values) =>
  new Markup(parts.reduce((all, part, at) => all + write(values[at - 1]) + part));

/** Codes, order numbers and signed numbers keep their own direction. */
export const ltr = (text) => html`<bdi dir="ltr">${text}</bdi>`;

/** With a true sign, in front in every direction of writing. */
export const signed = (say, points) =>
  ltr(`${points < 0 ? '−' : '+'}${say.number(Math.abs(points))}`);

/** The same words without elements, for attributes. */
export const plain = (markup) => new Markup(String(markup).replace(/<[^>]+>/g, ''));

export const icon = (paths, flips) =>
  new Markup(
    `<svg viewBox="0 0 20 20" aria-hidden="true"${flips ? ' class="flip"' : ''}>${paths}</svg>`,
  );
const round = '<circle cx="10" cy="10" r="8"/>';

export const icons = {
  close: icon('<path d="M5 5l10 10M15 5L5 15"/>'),
  back: icon('<path d="M12 4l-6 6 6 6"/>', true),
  onward: icon('<path d="M8 4l6 6-6 6"/>', true),
  tick: icon(`${round}<path d="M6.5 10.3l2.4 2.4 4.8-5"/>`),
  alert: icon(`${round}<path d="M10 6v4.5M10 13.6v.1"/>`),
  clock: icon(`${round}<path d="M10 5.6V10l3 2"/>`),
};
