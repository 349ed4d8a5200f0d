/** What people at the shop are to do for shoppers (`/api/tasks`). */
import { z } from 'zod';

const moment = z.iso.datetime();

export const task = z.object({
  id: z.uuid(),
  shopperId: z.uuid(),
  name: z.string().nullable(),
  /** In the merchant's own words, as they were when it was taken. */
  text: z.string(),
  /** What it cost; null: a tier gave it. */
  points: z.int().nullable(),
  /** withdrawn: the shopper put it back, or is no more. */
  state: z.enum(['open', 'done', 'refused', 'withdrawn']),
  createdAt: moment,
  /** The last moment of the day by which it was promised. */
  dueAt: moment,
  closedAt: moment.nullable(),
  closedBy: z.string().nullable(),
  note: z.string(),
});

/** Open ones first, the one that is due first before the others; then the last 100 that were closed. */
export const tasksAnswer = z.object({
  now: moment,
  timeZone: z.string(),
  tasks: z.array(task),
});

/** Why it was refused, or what was done; for the shop's people alone. */
export const taskRequest = z.strictObject({ note: z.string().trim().max(500).default('') });

export type Task = z.infer<typeof task>;
export type TasksAnswer = z.infer<typeof tasksAnswer>;
