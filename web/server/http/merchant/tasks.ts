/** `/api/tasks`: what people at the shop are to do for shoppers. */
import type { Request, Response, Router } from 'express';
import { closeTask } from '../../actions/closeTask.ts';
import { readTasks } from '../../analytics/tasks.ts';
import { taskRequest } from '../../../contract/tasks.ts';
import type { TasksAnswer } from '../../../contract/tasks.ts';
import type { DoorDeps } from '../deps.ts';
import type { Refused } from '../refusals.ts';
import { invalidOf } from '../requests.ts';
import type { Answering, Merchant } from './caller.ts';
import { NOBODY, isId } from './ids.ts';

export function addTasks(router: Router, deps: DoorDeps, answering: Answering): void {
  router.get(
    '/tasks',
    answering((merchant, _request, response) => sendTasks(deps, merchant, response)),
  );
  for (const state of ['done', 'refused'] as const) {
    router.post(
      `/tasks/:id/${state}`,
      answering((merchant, request, response) => close(deps, merchant, request, response, state)),
    );
  }
}

async function sendTasks(
  deps: DoorDeps,
  { clubId, shopId }: Merchant,
  response: Response,
): Promise<Refused | null> {
  const tasks = await deps.inTransaction(clubId, (tx) =>
    readTasks(tx, { shopId, now: deps.now() }),
  );
  if (!tasks) return NOBODY;
  response.json(tasks satisfies TasksAnswer);
  return null;
}

async function close(
  deps: DoorDeps,
  merchant: Merchant,
  request: Request,
  response: Response,
  state: 'done' | 'refused',
): Promise<Refused | null> {
  const taskId = String(request.params['id']).toLowerCase();
  if (!isId(taskId)) return NOBODY;
  const read = taskRequest.safeParse(request.body);
  if (!read.success) return invalidOf(read.error);
  const { clubId, actor } = merchant;
  const { note } = read.data;
  const done = await deps.inTransaction(clubId, (tx) =>
    closeTask(tx, deps.context(), { taskId, state, note, actor }),
  );
  return done.ok ? sendTasks(deps, merchant, response) : done;
}
