/** Puts a code on the clipboard and says so for two seconds. */
export async function copy(panel, id, button) {
  const { say, state } = panel;
  const { code } = state.codes.find((each) => each.id === id);
  try {
    await navigator.clipboard.writeText(code);
  } catch {
    // The browser forbids it: the code is marked, ready for the shopper's own copy.
    getSelection().selectAllChildren(button.previousElementSibling);
    return;
  }
  button.textContent = say.t('copied');
  panel.announce(say.t('copied'));
  setTimeout(() => (button.textContent = say.t('copy')), 2000);
}
