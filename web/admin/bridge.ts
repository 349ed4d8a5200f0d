/** The admin around us, spoken to through App Bridge: https://shopify.dev/docs/api/app-home */
import type { ShopifyGlobal } from '@shopify/app-bridge-types';

/** Null when its script did not come: we are not inside the admin. */
export function bridge(): ShopifyGlobal | null {
  const found: unknown = Reflect.get(globalThis, 'shopify');
  return found === undefined ? null : (found as ShopifyGlobal);
}

/** Says something for a few seconds; only for what went well, never for an error. */
export function showToast(message: string): void {
  bridge()?.toast.show(message);
}

export type EmbedState = 'on' | 'off' | 'unknown';

/** Whether our app embed is switched on in a theme. 'unknown' where the admin cannot tell. */
export async function embedState(): Promise<EmbedState> {
  try {
    const extensions = await bridge()?.app.extensions();
    const embeds = (extensions ?? [])
      .flatMap(({ activations }) => activations)
      .filter((each) => 'status' in each && each.target !== 'section');
    if (embeds.length === 0) return 'unknown';
    return embeds.some((embed) => 'status' in embed && embed.status === 'active') ? 'on' : 'off';
  } catch {
    return 'unknown';
  }
}

/**
 * Opens the theme editor at the app embeds.
 * https://shopify.dev/docs/apps/build/online-store/theme-app-extensions/configuration#deep-linking
 */
export function openThemeEditor(): void {
  window.open('shopify://admin/themes/current/editor?context=apps', '_top');
}

/**
 * Loads the app anew. What it needs of the shop and has not got is asked for as it opens.
 * https://shopify.dev/docs/apps/build/authentication-authorization/app-installation
 */
export function reopenApp(): void {
  location.assign('/');
}

/** Resolves when the person may leave: at once, or after they agreed to lose what is unsaved. */
export async function mayLeave(): Promise<void> {
  await bridge()?.saveBar.leaveConfirmation();
}
