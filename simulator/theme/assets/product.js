/** The product page: the gallery's two views, and the price and address of the chosen variant. */
(() => {
  const gallery = document.querySelector('[data-gallery]');
  gallery?.addEventListener('click', (event) => {
    const thumb = event.target.closest('[data-view]');
    if (!thumb || thumb === gallery) return;
    gallery.dataset.view = thumb.dataset.view;
    for (const other of gallery.querySelectorAll('.gallery__thumb')) {
      other.setAttribute('aria-pressed', String(other === thumb));
    }
  });

  document.querySelector('[data-product-form]')?.addEventListener('change', (event) => {
    const choice = event.target.closest('.option__input');
    if (!choice) return;
    document.querySelector('[data-price]').innerHTML = choice.dataset.priceHtml;
    const address = new URL(location.href);
    address.searchParams.set('variant', choice.value);
    history.replaceState(null, '', address);
    document.dispatchEvent(
      new CustomEvent('variant:change', { detail: { variant: { id: choice.value } } }),
    );
  });
})();
