/** Small parts that several pages are made of. */
import { html, icons } from './html.js';

/** Red border, icon and words; one button to try again. */
export const trouble = (say, { title, body, retry, arg }) =>
  html`<div class="rg-box e" role="alert">
    <div class="rg-row">
      ${icons.alert}
      <div>
        <h3>${say.t(title)}</h3>
        <p>${say.t(body)}</p>
      </div>
    </div>
    ${retry && html`<button class="rg-b" data-do="${retry}" data-arg="${arg}">${say.t('retry')}</button>`}
  </div>`;

/** An icon, what happened in a line, and what follows from it. */
export const verdict = (icon, title, ...more) =>
  html`<div class="rg-row">
    ${icon}
    <div class="${icon === icons.alert && 'rg-col'}">
      <p class="rg-q rg-v">${title}</p>
      ${more}
    </div>
  </div>`;

/** A button that does a deed of the panel, on a thing named by its id. */
export const button = (say, key, deed, { id, main, points } = {}) =>
  html`<button class="rg-b${main ? ' on' : ''}" data-do="${deed}" data-arg="${id}">
    ${say.t(key, {
      n: points,
    })}
  </button>`;

/** A few words and the way back: what happened, what is safe. `error` makes them an alert. */
export function note({ say }, { title, body, values, retry, arg, error, heading = 'use', icon }) {
  if (error) {
    return { title: say.t(heading), body: trouble(say, { title, body, retry, arg }) };
  }
  return {
    title: say.t(heading),
    said: say.t(title, values),
    body: html`${verdict(
        icons[icon ?? 'alert'],
        say.t(title, values),
        body && html`<p>${say.t(body, values)}</p>`,
      )}
      <div class="rg-go">
        ${button(say, 'shopOn', 'close', { main: true })} ${button(say, 'back', 'home')}
      </div>`,
  };
}
