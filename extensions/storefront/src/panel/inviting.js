/** Becomes `regulars-invite.js`: what the panel fetches once a friend is to be invited. */
import { copy } from './copying.js';
import { invite, isReady, textFor } from './inviteViews.js';
import { ask } from './proxy.js';

const waitsMs = [600, 1200, 2500, 5000, 8000];

/**
 * Has the shopper's own code made if there is none yet, waits until the shop takes it, and reads what
 * became of the friends so far. What cannot be had is said on the page; nothing is lost by asking again.
 */
async function readInvite(panel) {
  const { page } = panel;
  const show = (news) => {
    Object.assign(page, news);
    if (panel.page === page) panel.render();
  };
  show({ wrong: null });
  try {
    const [made, friends] = await Promise.all([makeCode(panel), readFriends(panel)]);
    show({ wrong: made ? null : 'slow', friends });
  } catch {
    show({ wrong: 'error' });
  }
}

/** True once the code works. Asking for it twice makes one code. */
async function makeCode(panel) {
  const { config, state } = panel;
  if (isReady(state.invite)) return true;
  const { answer, refusal } = await ask(config, 'invite', {});
  if (refusal) throw new Error(refusal);
  hear(state, answer?.invite);
  for (const waitMs of waitsMs) {
    if (isReady(state.invite)) return true;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    hear(state, (await ask(config, 'state').catch(() => ({}))).answer?.invite);
  }
  return isReady(state.invite);
}

const hear = (state, invite) => Object.assign(state.invite, invite);

/** The friends so far; none where the app does not tell. */
async function readFriends({ config }) {
  const { answer } = await ask(config, 'friends').catch(() => ({}));
  return answer?.friends ?? [];
}

/** The browser's own way to share; where there is none, a list of ways opens below the button. */
async function share(panel) {
  const { say, state, page } = panel;
  const { link, friend } = state.invite;
  if (!navigator.share) {
    page.sharing = !page.sharing;
    panel.render();
    panel.main.querySelector('[data-do=share]').focus();
    return;
  }
  try {
    await navigator.share({ text: `${textFor(say, friend)}`, url: link });
  } catch {
    // The shopper thought better of it.
  }
}

/** Where the browser keeps its clipboard to itself, the link is shown to be marked and copied. */
async function copyLink(panel, link, button) {
  if (await copy(panel, link, button)) return;
  panel.page.plainLink = true;
  panel.render();
  getSelection().selectAllChildren(panel.main.querySelector('.link bdi'));
}

/** Another look at a friend who was not counted is asked for; the answer is the friends as they are now. */
async function appeal(panel, id) {
  const { page, config } = panel;
  const { answer } = await ask(config, `friends/${id}/appeal`, {}).catch(() => ({}));
  if (answer) page.friends = answer.friends;
  else page.wrong = 'error';
  if (panel.page !== page) return;
  panel.render();
  panel.main.querySelector('h3')?.focus();
}

invite.asks = readInvite;
export const views = { invite };
export const waits = { invite: 'referWait' };
export const ways = { appeal, copy, copyLink, invite: readInvite, share };
