/** Flat drawings of kitchen things: a glazed colour, a clay colour, a soft ground. No text in them. */
export type Shape = keyof typeof SHAPES;

const SHAPES = {
  mug: (glaze: string, clay: string) =>
    `<path d="M120 130h140v120a40 40 0 0 1-40 40h-60a40 40 0 0 1-40-40z" fill="${glaze}"/>
     <path d="M120 250h140a40 40 0 0 1-40 40h-60a40 40 0 0 1-40-40z" fill="${clay}"/>
     <path d="M260 155h20a35 35 0 0 1 0 70h-20" fill="none" stroke="${glaze}" stroke-width="16"/>`,
  bowl: (glaze: string, clay: string) =>
    `<path d="M80 170h240a120 110 0 0 1-90 105h-60a120 110 0 0 1-90-105z" fill="${glaze}"/>
     <path d="M165 275h70v18h-70z" fill="${clay}"/>
     <ellipse cx="200" cy="170" rx="120" ry="20" fill="${clay}"/>`,
  plate: (glaze: string, clay: string) =>
    `<circle cx="200" cy="205" r="110" fill="${glaze}"/>
     <circle cx="200" cy="205" r="74" fill="none" stroke="${clay}" stroke-width="6"/>`,
  vase: (glaze: string, clay: string) =>
    `<path d="M175 90h50v50q55 45 45 100t-45 65h-50q-35-10-45-65t45-100z" fill="${glaze}"/>
     <path d="M132 225q68 25 136 0v20q-68 25-136 0z" fill="${clay}"/>`,
  teapot: (glaze: string, clay: string) =>
    `<ellipse cx="195" cy="220" rx="85" ry="72" fill="${glaze}"/>
     <path d="M272 200l55-35v24l-48 62z" fill="${glaze}"/>
     <path d="M115 190a45 40 0 0 0 0 70" fill="none" stroke="${clay}" stroke-width="14"/>
     <path d="M150 152h90l-12-16h-66z" fill="${clay}"/><circle cx="195" cy="124" r="12" fill="${clay}"/>`,
  board: (glaze: string, clay: string) =>
    `<rect x="90" y="140" width="190" height="140" rx="22" fill="${glaze}"/>
     <rect x="270" y="192" width="60" height="36" rx="18" fill="${glaze}"/>
     <path d="M110 175h150M110 210h150M110 245h150" stroke="${clay}" stroke-width="4"/>`,
  cloth: (glaze: string, clay: string) =>
    `<path d="M120 110h160v190l-40-16-40 16-40-16-40 16z" fill="${glaze}"/>
     <path d="M120 150h160M120 170h160M120 250h160" stroke="${clay}" stroke-width="7"/>`,
  jar: (glaze: string, clay: string) =>
    `<rect x="125" y="140" width="150" height="160" rx="30" fill="${glaze}"/>
     <rect x="135" y="112" width="130" height="34" rx="12" fill="${clay}"/>`,
  card: (glaze: string, clay: string) =>
    `<rect x="80" y="130" width="240" height="150" rx="16" fill="${glaze}"/>
     <path d="M80 190h240M160 130v150" stroke="${clay}" stroke-width="14"/>`,
  spoon: (glaze: string, clay: string) =>
    `<ellipse cx="150" cy="150" rx="42" ry="54" fill="${glaze}" transform="rotate(-35 150 150)"/>
     <path d="M180 190l105 110" stroke="${glaze}" stroke-width="18" stroke-linecap="round"/>
     <ellipse cx="150" cy="150" rx="24" ry="34" fill="${clay}" transform="rotate(-35 150 150)"/>`,
};

export function picture(shape: Shape, glaze: string, clay: string, ground = '#f1ede6'): string {
  const drawing = SHAPES[shape](glaze, clay).replace(/\n\s+/g, '');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" aria-hidden="true">` +
    `<rect width="400" height="400" fill="${ground}"/>` +
    `<ellipse cx="200" cy="312" rx="120" ry="12" fill="#00000014"/>${drawing}</svg>`
  );
}
