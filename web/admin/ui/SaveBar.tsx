import { useEffect } from 'react';
import { bridge } from '../bridge.ts';

type Press = { text: string; onPress: () => void };
type Props = { shown: boolean; busy: boolean; save: Press; discard: Press };

const id = 'rg-save-bar';

/**
 * The admin's bar for unsaved work. Its buttons are drawn by the admin and press these.
 * https://shopify.dev/docs/api/app-home/app-bridge-web-components/ui-save-bar
 */
export function SaveBar({ shown, busy, save, discard }: Props) {
  useEffect(() => {
    const bar = bridge()?.saveBar;
    // Without the admin around there is no bar; the page's own buttons do the same.
    void (shown ? bar?.show(id) : bar?.hide(id))?.catch(() => {});
  }, [shown]);
  useEffect(
    () => () =>
      void bridge()
        ?.saveBar.hide(id)
        .catch(() => {}),
    [],
  );
  return (
    <ui-save-bar id={id}>
      <button type="button" variant="primary" disabled={busy} onClick={save.onPress}>
        {save.text}
      </button>
      <button type="button" disabled={busy} onClick={discard.onPress}>
        {discard.text}
      </button>
    </ui-save-bar>
  );
}
