/** What somebody put away in this browser. */
const nameOf = (what: string): string => `regulars.${what}`;

/** Browsers may refuse their storage inside another page; then it is back next time. */
export function isPutAway(what: string): boolean {
  try {
    return localStorage.getItem(nameOf(what)) !== null;
  } catch {
    return false;
  }
}

export function putAway(what: string): void {
  try {
    localStorage.setItem(nameOf(what), 'yes');
  } catch {
    return;
  }
}
