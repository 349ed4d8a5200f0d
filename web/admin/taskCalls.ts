/** What people at the shop are to do for shoppers. */
import type { TasksAnswer } from '../contract/tasks.ts';
import type { Answer, Call } from './api.ts';

export type TaskCalls = {
  tasks(signal?: AbortSignal): Promise<Answer<TasksAnswer>>;
  /** Done, or not to be done: then what it cost goes back. */
  closeTask(id: string, verb: 'done' | 'refused', note: string): Promise<Answer<TasksAnswer>>;
};

type Ask = <T>(path: string, call?: Call) => Promise<Answer<T>>;

export const taskCalls = (ask: Ask): TaskCalls => ({
  tasks: (signal) => ask('/api/tasks', signal ? { signal } : {}),
  closeTask: (id, verb, note) =>
    ask(`/api/tasks/${id}/${verb}`, { method: 'POST', body: { note } }),
});
