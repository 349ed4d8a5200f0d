/** Steppers and the phone menu. */
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-step]');
  if (!button) return;
  const input = button.parentElement.querySelector('input');
  const next = Number(input.value || 0) + Number(button.dataset.step);
  input.value = String(Math.max(Number(input.min || 0), next));
  input.dispatchEvent(new Event('change', { bubbles: true }));
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('.header__menu[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

document.addEventListener('click', (event) => {
  const menu = document.querySelector('.header__menu[open]');
  if (menu && !menu.contains(event.target)) menu.open = false;
});
