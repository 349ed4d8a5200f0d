/**
 * Colours that hold for the colour-blind and in grey print, and never stand alone: every series has
 * its own dash and marker as well, every cell its number.
 */
export type Mark = 'circle' | 'square' | 'triangle' | 'diamond';
export type Style = { colour: string; dash: string; mark: Mark };

/** At most four series, in this order. */
export const SERIES: readonly Style[] = [
  { colour: '#0b5fa5', dash: 'none', mark: 'circle' },
  { colour: '#b8520a', dash: '2 4', mark: 'triangle' },
  { colour: '#2b2f36', dash: '7 4', mark: 'square' },
  { colour: '#0d7f72', dash: '9 3 2 3', mark: 'diamond' },
];

/** From little to much; the lightness falls in even steps. */
const STEPS: readonly string[] = [
  '#f3f7fb',
  '#dbe8f4',
  '#b9d3ea',
  '#8cb8dc',
  '#5a96c8',
  '#2f74ae',
  '#155690',
  '#083a69',
];
export const INK = '#17191d';
export const SOFT = '#55595f';
export const HAIR = '#d4d7db';

export type Fill = { fill: string; ink: string };

/** The step of a value between 0 and `most`. */
export function stepOf(value: number, most: number): Fill {
  const at = most <= 0 ? 0 : Math.floor((value / most) * STEPS.length);
  const step = Math.max(0, Math.min(STEPS.length - 1, at));
  return { fill: STEPS[step] ?? '#fff', ink: step < 5 ? INK : '#fff' };
}

export const steps = (): readonly string[] => STEPS;

/** Pale fills for groups, which are named wherever they stand. */
const GROUPS: readonly Fill[] = [
  { fill: '#0b5fa5', ink: '#fff' },
  { fill: '#8cb8dc', ink: INK },
  { fill: '#d5ece7', ink: INK },
  { fill: '#f6dcc6', ink: INK },
  { fill: '#e3e5e8', ink: INK },
];
export type Tone = 'best' | 'good' | 'new' | 'slipping' | 'gone';
const TONES: readonly Tone[] = ['best', 'good', 'new', 'slipping', 'gone'];
export const toneFill = (tone: Tone): Fill =>
  GROUPS[TONES.indexOf(tone)] ?? { fill: '#fff', ink: INK };
