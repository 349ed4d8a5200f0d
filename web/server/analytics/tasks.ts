/** What people at the shop are to do for shoppers (`tasksAnswer` of the contract). */
import type { Tx } from '../store/transaction.ts';
import { isoOf } from './shown.ts';

type TaskFacts = {
  id: string;
  shopperId: string;
  firstName: string | null;
  lastName: string | null;
  text: string;
  points: bigint | null;
  state: 'open' | 'done' | 'refused' | 'withdrawn';
  createdAt: number;
  dueAt: number;
  closedAt: number | null;
  closedBy: string | null;
  note: string;
};

/** Open ones, the one that is due first before the others; then the last that were closed. */
const TASKS = `
  select t.task_id as id, t.shopper_id as "shopperId", s.first_name as "firstName",
    s.last_name as "lastName", t.text, r.points, t.state, t.created_at as "createdAt",
    t.due_at as "dueAt", t.closed_at as "closedAt", t.closed_by as "closedBy", t.note
  from tasks t
  join shoppers s on s.club_id = $1 and s.shopper_id = t.shopper_id
  left join redemptions r on t.source = 'redemption' and r.club_id = $1
    and r.shopper_id = t.shopper_id and r.redemption_id::text = t.source_key
  where t.club_id = $1 and t.shop_id = $2 and (t.state = 'open') = $3
  order by case when $3 then t.due_at end, t.closed_at desc, t.task_id desc limit 100`;

export async function readTasks(tx: Tx, input: { shopId: string; now: number }) {
  type Place = { timeZone: string };
  const [place] = await tx.query<Place>(
    'select time_zone as "timeZone" from shops where club_id = $1 and shop_id = $2',
    [tx.clubId, input.shopId],
  );
  if (!place) return null;
  const open = await tx.query<TaskFacts>(TASKS, [tx.clubId, input.shopId, true]);
  const closed = await tx.query<TaskFacts>(TASKS, [tx.clubId, input.shopId, false]);
  const { timeZone } = place;
  return { now: isoOf(input.now), timeZone, tasks: [...open, ...closed].map(taskShown) };
}

const taskShown = ({ firstName, lastName, ...task }: TaskFacts) => ({
  ...task,
  name: [firstName, lastName].filter(Boolean).join(' ') || null,
  points: task.points === null ? null : Number(task.points),
  createdAt: isoOf(task.createdAt),
  dueAt: isoOf(task.dueAt - 1),
  closedAt: task.closedAt === null ? null : isoOf(task.closedAt),
});
