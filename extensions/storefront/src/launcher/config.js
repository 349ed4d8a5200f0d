/**
 * What the embed printed on `<regulars-launcher>`: the panel's and the words' addresses, the app's path
 * on the shop, where to log in, and the club's card. Null when the embed is off or the program is.
 */
export function readConfig() {
  const launcher = document.querySelector('regulars-launcher');
  if (!launcher) return null;
  const { dataset, lang: language } = launcher;
  const { root, card } = dataset;
  return {
    ...dataset,
    root: root.endsWith('/') ? root : `${root}/`,
    card: JSON.parse(card),
    member: 'member' in dataset,
    language,
    launcher,
  };
}

let loading;

/** Fetches the panel and the words of this page's language, once; a failed try may be repeated. */
export function loadPanel(config) {
  loading ??= Promise.all([import(config.panel), import(config.words)]).then(
    ([panel, { words }]) => panel.createPanel({ ...config, words }),
    (error) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/**
 * Opens the floating panel; where its files cannot be had, goes to the points page instead.
 * `opener` is busy meanwhile and gets the focus back on closing.
 */
export async function openPanel(config, opener) {
  opener.setAttribute('aria-busy', 'true');
  try {
    (await loadPanel(config)).open(opener);
  } catch {
    location.assign(config.proxy);
  } finally {
    opener.removeAttribute('aria-busy');
  }
}
