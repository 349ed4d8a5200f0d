/**
 * `<regulars-friend>`: a greeting for those who followed somebody's link (`?ref=CODE`). Everybody else
 * gets nothing of it, not even its script.
 */
export class RegularsFriend extends HTMLElement {
  connectedCallback() {
    const code = new URLSearchParams(location.search).get('ref');
    if (this.ready || !code) return;
    this.ready = true;
    import(this.dataset.script).then(({ arrive }) => arrive(this, code)).catch(() => {});
  }
}
