/**
 * The panel wears the shop: page and text colour, and the buy button's, read once at the first opening
 * where the merchant chose none. Guarded: what would not be legible is not taken.
 */
const root = document.documentElement;
/** Where a page has no buy button, what leads there wears the same: on the cart, at home. */
const buttons = [
  'form[action*="/cart/add"] [type=submit]',
  '[name=add]',
  '[name=checkout]',
  'main :is(.button--primary, .btn--primary)',
];

export function wearTheme() {
  const chosen = getComputedStyle(root);
  const token = (name) => chosen.getPropertyValue(`--rg-${name}`).trim();
  const body = getComputedStyle(document.body);
  const buy = buttons.map((each) => document.querySelector(each)).find(Boolean);
  const button = buy && getComputedStyle(buy);

  let paper = token('paper') || opaque(body.backgroundColor) || opaque(chosen.backgroundColor);
  let ink = token('ink') || body.color;
  if (!paper || contrast(paper, ink) < 4.5) [paper, ink] = ['#fff', '#17191d'];
  let accent = token('accent') || (button && opaque(button.backgroundColor));
  let on = token('on') || button?.color;
  if (!accent || contrast(accent, paper) < 3) [accent, on] = [ink, paper];
  if (!on || contrast(on, accent) < 4.5) on = contrast(paper, accent) < 4.5 ? ink : paper;

  set({ paper, ink, accent, on, ...(contrast(paper, ink) < 9 && { soft: ink }) });
  if (button && !token('button-radius')) {
    const radius = `${Math.min(16, parseFloat(button.borderStartStartRadius) || 0)}px`;
    set({ 'button-radius': radius, ...(!token('radius') && { radius }) });
  }
  return luminance(paper) < 0.18 ? 'dark' : 'light';
}

function set(tokens) {
  for (const [name, value] of Object.entries(tokens)) root.style.setProperty(`--rg-${name}`, value);
}

/** Any CSS colour as red, green, blue and opacity, 0 to 255, by painting one pixel. */
function paint(colour) {
  const brush = document.createElement('canvas').getContext('2d');
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  return brush.getImageData(0, 0, 1, 1).data;
}

const opaque = (colour) => (paint(colour)[3] === 255 ? colour : null);

/** WCAG 2 relative luminance, 0 to 1. */
function luminance(colour) {
  const [red, green, blue] = [...paint(colour)].map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast, 1 to 21. */
function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
