(() => {
  const tip = document.getElementById('tip');
  const show = ({ target }) => {
    const told = target instanceof Element ? target.closest('[data-tip]') : null;
    tip.hidden = told === null;
    if (told === null) return;
    tip.textContent = told.dataset.tip;
    const { x, y, width } = told.getBoundingClientRect();
    const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
    const left = Math.min(Math.max(8, x + width / 2 - tip.offsetWidth / 2), room);
    tip.style.insetBlockStart = `${Math.max(8, y - tip.offsetHeight - 8)}px`;
    tip.style.setProperty('left', `${left}px`);
  };
  for (const event of ['pointerover', 'focusin']) document.addEventListener(event, show);
  document.addEventListener('focusout', () => (tip.hidden = true));
  document.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') tip.hidden = true;
  });
})();
