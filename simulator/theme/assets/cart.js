/** The cart: adding without a page load, the drawer, changing lines. Works as forms without it. */
(() => {
  const routes = JSON.parse(document.getElementById('theme-routes').textContent);
  const drawer = document.getElementById('cart-drawer');
  const live = document.querySelector('[data-live]');
  const digits = { fa: '۰۱۲۳۴۵۶۷۸۹', ar: '٠١٢٣٤٥٦٧٨٩' }[document.documentElement.lang];

  const post = async (url, body) => {
    const answer = await fetch(`${url}.js`, {
      method: 'POST',
      headers: body instanceof FormData ? {} : { 'content-type': 'application/json' },
      body: body instanceof FormData ? body : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const showCount = (count) => {
    const text = String(count);
    for (const badge of document.querySelectorAll('[data-cart-count]')) {
      badge.textContent = digits ? text.replace(/\d/g, (digit) => digits[digit]) : text;
      badge.hidden = count === 0;
    }
  };

  const refresh = async () => {
    const [cart, html] = await Promise.all([
      fetch(`${routes.cart_url}.js`).then((answer) => answer.json()),
      fetch(drawer.dataset.source).then((answer) => answer.text()),
    ]);
    showCount(cart.item_count);
    drawer.innerHTML = html;
    return cart;
  };

  const openDrawer = async () => {
    await refresh();
    if (!drawer.open) drawer.showModal();
    drawer.querySelector('.cart-drawer__title')?.focus();
  };

  const addFrom = async (form) => {
    const button = form.querySelector('[name="add"]');
    const message = form.querySelector('.product__message');
    if (button.getAttribute('aria-busy') === 'true') return;
    const label = button.textContent;
    button.setAttribute('aria-busy', 'true');
    button.textContent = button.dataset.busy;
    message.hidden = true;
    try {
      await post(routes.cart_add_url, new FormData(form));
      await openDrawer();
      live.textContent = live.dataset.added;
    } catch {
      message.textContent = message.dataset.failed;
      message.hidden = false;
    } finally {
      button.removeAttribute('aria-busy');
      button.textContent = label;
    }
  };

  document.addEventListener('submit', (event) => {
    const form = event.target.closest('[data-product-form]');
    if (!form) return;
    event.preventDefault();
    void addFrom(form);
  });

  const changeLine = async (line, quantity) => {
    await post(routes.cart_change_url, { id: line.dataset.key, quantity });
    if (line.closest('#cart-drawer')) await refresh();
    else location.reload();
  };

  document.addEventListener('change', (event) => {
    const line = event.target.closest('.line');
    if (line && event.target.matches('.stepper__input'))
      void changeLine(line, Number(event.target.value));
  });

  // Apps that put a discount on the cart say so.
  document.addEventListener('regulars:cart', () => void refresh());

  document.addEventListener('click', (event) => {
    const remove = event.target.closest('[data-remove]');
    if (remove) void changeLine(remove.closest('.line'), 0);
    if (event.target === drawer || event.target.closest('[data-close]')) drawer.close();
  });
})();
