import type { Health } from '../../../contract/health.ts';
import type { Api } from '../../api.ts';
import { isMoving } from '../../history/stage.ts';
import type { Asked } from '../../useAnswer.ts';
import { useLive } from '../../useLive.ts';

const EVERY_MS = 2000;

const moves = (health: Health): boolean => isMoving(health.healing);

/** How the app is doing, asked again while the shop's past is on its way in or is rewarded. */
export const useHealth = (api: Api): Asked<Health> => useLive(api.health, moves, EVERY_MS);
