import type { Home } from '../../../contract/merchant.ts';

/** The app's own clock: in a demo or a test it may be another one than the browser's. */
export const nowOf = (home: Home): number =>
  home.now === undefined ? Date.now() : Date.parse(home.now);
