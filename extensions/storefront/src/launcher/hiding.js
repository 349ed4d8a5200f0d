/** "Hide the button", for good: remembered in this browser until it is shown again. */
const key = 'regulars:hidden';

/** Storage may be switched off by the browser; then nothing is remembered and nothing breaks. */
export function isHidden() {
  try {
    return localStorage.getItem(key) === '1';
  } catch {
    return false;
  }
}

export function remember(hidden) {
  try {
    if (hidden) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
  } catch {
    // Not remembered beyond this page.
  }
}
