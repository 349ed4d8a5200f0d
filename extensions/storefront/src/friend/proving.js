/**
 * Where the shop hands each friend a code of their own: an email, the digits of the mail to it, the
 * code. What is said before the digits fit is the same for everybody.
 */
import { html, ltr } from '../panel/html.js';
import { ask } from '../panel/proxy.js';

const refusals = { checkFailed: 'wrong', notNew: 'notNew', invalid: 'badEmail', tooOften: 'busy' };
const waitsMs = [800, 1500, 3000, 5000];

const button = (say, key) => html`<button class="rg-b sm on">${say.t(key)}</button>`;
const note = (text) => html`<p class="s" role="status">${text}</p>`;

const field = (say, label, attributes) =>
  html`<label class="s">${say.t(label)}<input required ${attributes} /></label>`;

const emailForm = (say, email) =>
  html`<form class="rg-pf" data-step="email">
    ${field(say, 'email', html`name="email" type="email" dir="ltr" autocomplete="email" value="${email}"`)}
    ${button(say, 'send')} ${note('')}
  </form>`;

const digitsForm = (say, email) =>
  html`<form class="rg-pf" data-step="digits">
    <p class="s">${say.t('sentTo', { e: ltr(email) })}</p>
    ${field(say, 'digits', html`name="code" inputmode="numeric" dir="ltr" autocomplete="one-time-code" maxlength="12"`)}
    ${button(say, 'get')}
    <button type="button" class="rg-t s">${say.t('again')}</button> ${note('')}
  </form>`;

const gift = (say, { code, day, link }) =>
  html`<div class="rg-pf">
    <p role="status" tabindex="-1">${say.t('yours', { c: ltr(code), d: say.day(day) })}</p>
    <a class="rg-b sm on" href="${link}">${say.t('useIt')}</a>
  </div>`;

/** Puts the first step into a place; the others take its place there. */
export function prove(place, say, { config, ref }) {
  let email = '';
  const show = (content, focus) => {
    place.innerHTML = content;
    if (focus) place.querySelector('input, [tabindex]')?.focus();
  };
  const fail = (key) => {
    place.querySelector('[role=status]').textContent = `${say.t(key)}`;
    place.querySelector('.on').removeAttribute('aria-disabled');
  };
  const steps = {
    async email() {
      const { refusal } = await ask(config, 'friend/check', { ref, email });
      if (refusal) fail(refusals[refusal] ?? 'failed');
      else show(digitsForm(say, email), true);
    },
    async digits(form) {
      const code = new FormData(form).get('code');
      const { answer, refusal } = await claim(config, { ref, email, code });
      if (refusal) fail(refusals[refusal] ?? 'failed');
      else if (answer) show(gift(say, answer), true);
      else fail('failed');
    },
  };
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    const form = event.target;
    const press = form.querySelector('.on');
    if (press.getAttribute('aria-disabled')) return;
    press.setAttribute('aria-disabled', 'true');
    email = new FormData(form).get('email') ?? email;
    steps[form.dataset.step](form).catch(() => fail('failed'));
  });
  place.addEventListener('click', ({ target }) => {
    if (target.matches('.rg-t')) show(emailForm(say, email), true);
  });
  show(emailForm(say, email));
}

/** The code may be on its way to the shop for a moment: the same is asked again. */
async function claim(config, sent) {
  for (const waitMs of waitsMs) {
    const told = await ask(config, 'friend/code', sent);
    if (told.refusal || !told.later) return told;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  return {};
}
