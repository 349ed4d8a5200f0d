/** The answer as pictures, in the page's order. */
import { cohortPicture, staysPicture } from '../../../charts/pictures/cohortPicture.ts';
import {
  calibrationPicture,
  rhythmPicture,
  valuePicture,
} from '../../../charts/pictures/modelPictures.ts';
import { flowPicture, scorePicture } from '../../../charts/pictures/peoplePictures.ts';
import type { Picture } from '../../../charts/pictures/picture.ts';
import type { RetentionAnswer } from '../../../contract/retention.ts';
import type { FigureWords } from '../../words/figureWords.ts';

export function picturesOf(answer: RetentionAnswer, words: FigureWords): Picture[] {
  const { cohorts, grid, curves, moves, rhythm, value, holdout, money } = answer;
  const unit = 10 ** money.decimals * money.factor;
  const none = { drawing: null, sentence: words.say('picture.none') };
  const stays = staysPicture(curves, words);
  return [
    cohortPicture(cohorts, words),
    scorePicture(grid, words),
    curves.length === 0 ? { ...stays, ...none } : stays,
    flowPicture(moves, rhythm, words),
    rhythmPicture(rhythm, words),
    value && valuePicture(value, unit, words),
    calibrationPicture(holdout, words),
  ].filter((each) => each !== null);
}
