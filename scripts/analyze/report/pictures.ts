/** The figures of a file's orders, as the pictures want them. */
import { cohortPicture, staysPicture } from '../../../web/charts/pictures/cohortPicture.ts';
import {
  calibrationPicture,
  rhythmPicture,
  valuePicture,
} from '../../../web/charts/pictures/modelPictures.ts';
import { flowPicture, scorePicture } from '../../../web/charts/pictures/peoplePictures.ts';
import type { Picture } from '../../../web/charts/pictures/picture.ts';
import { startOfMonth } from '../../../web/server/domain/retention/measures/cohorts.ts';
import {
  gapBins,
  scoreCells,
  stayCurves,
  valueBins,
} from '../../../web/server/domain/retention/pictures.ts';
import type { Analysis } from '../analysis.ts';
import type { Words } from '../words.ts';

const HUNDREDTHS = 100;

export function picturesOf(analysis: Analysis, words: Words): Picture[] {
  const { base, cohorts, rfm, moves, rhythm, gaps, holdout, predict } = analysis;
  const rows = cohorts.map((each) => ({ ...each, startDay: startOfMonth(each.period) }));
  const grid = { cells: scoreCells(base, rfm), segments: rfm.segments };
  const bins = gapBins(gaps, rhythm.churnDays);
  const values = Float64Array.from(
    { length: base.size },
    (_, row) => predict(row).clvMinor / HUNDREDTHS,
  );
  return [
    cohortPicture(rows, words),
    scorePicture(grid, words),
    staysPicture(stayCurves(base, rfm), words),
    flowPicture(moves, rhythm, words),
    rhythmPicture({ ...rhythm, bins }, words),
    valuePicture(valueBins(values), HUNDREDTHS, words),
    calibrationPicture(holdout, words),
  ].filter((each) => each !== null);
}
