/** Pages that few openings come to: every reward, and where the points are without the button. */
import { html } from './html.js';
import { sortRewards } from './ladder.js';
import { rewardRows } from './views.js';

export function rewards(club) {
  const { say, state, program } = club;
  const n = state.shopper.available;
  return {
    title: say.t('use'),
    body: html`<p><b>${say.number(n)}</b> ${say.t('points', { n })}</p>
      ${rewardRows(club, sortRewards(program))}`,
  };
}

export function hidden({ say, config }) {
  const where = html`<a href="${config.proxy}"><bdi dir="ltr">${config.proxy}</bdi></a>`;
  return {
    title: say.t('hide'),
    body: html`<p>${say.t('hidden', { c: where })}</p>
      <div class="rg-go">
        <button class="rg-b on" data-do="close">${say.t('shopOn')}</button>
        <button class="rg-b" data-do="show">${say.t('show')}</button>
      </div>`,
  };
}
