/** The panel's own deeds; those of the later files are asked for by their names. */
const deeds = {
  go: (panel, { to, arg }) => panel.go(to, { arg }),
  back: (panel) => panel.back(),
  home: (panel) => panel.home(),
  close: (panel) => (panel.dialog ? panel.dialog.close() : location.assign(panel.config.root)),
  refresh: (panel) => panel.refresh().then(() => panel.home()),
  hide: (panel) => {
    panel.config.launcher.keepHidden(true);
    panel.go('hidden');
  },
  show: (panel) => {
    panel.config.launcher.keepHidden(false);
    panel.home();
  },
};

const perform = (panel, deed, data) =>
  deeds[deed] ? deeds[deed](panel, data) : panel[deed](panel, data.arg, data.button);

/**
 * What pressing something with `data-do` does. One thing that waits for an answer at a time: `waits`
 * holds those deeds, with what their button says meanwhile.
 */
export async function act(panel, { target }) {
  const button = target.closest('[data-do]');
  if (!button || button.getAttribute('aria-disabled') === 'true') return;
  const { do: deed, to, arg } = button.dataset;
  const wait = panel.waits[deed];
  if (!wait) {
    perform(panel, deed, { to, arg, button });
    return;
  }
  if (panel.busy) return;
  panel.busy = true;
  holdStill(panel, button, panel.say.t(wait));
  try {
    await perform(panel, deed, { arg, button });
  } finally {
    panel.busy = false;
  }
}

/** While something is under way the button stays in its place, says so, and nothing else is pressed. */
function holdStill(panel, button, words) {
  const { width } = button.getBoundingClientRect();
  button.style.minInlineSize = `${width}px`;
  button.textContent = words;
  button.setAttribute('aria-busy', 'true');
  for (const each of panel.main.querySelectorAll('button'))
    each.setAttribute('aria-disabled', 'true');
  panel.announce(words);
}
