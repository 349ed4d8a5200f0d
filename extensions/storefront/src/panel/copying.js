/**
 * Puts a text on the clipboard and has the button say so for two seconds. False where the browser
 * forbids it: then the text before the button is marked, if it stands there, for the shopper's own copy.
 */
export async function copy(panel, text, button) {
  const { say } = panel;
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const shown = button.previousElementSibling;
    if (shown?.matches('bdi')) getSelection().selectAllChildren(shown);
    return false;
  }
  button.textContent = say.t('copied');
  panel.announce(say.t('copied'));
  setTimeout(() => (button.textContent = label), 2000);
  return true;
}
