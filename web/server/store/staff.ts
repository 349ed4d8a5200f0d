/** Who works at the shop, as far as somebody has said what they may do. */
import type { Role } from '../domain/staff.ts';
import { at } from './rows.ts';
import type { Tx } from './transaction.ts';

export type StaffMember = {
  actor: string;
  role: Role;
  name: string | null;
  setBy: string;
  setAt: number;
};

/** Whoever nobody has spoken of is support. */
export async function readRole(tx: Tx, actor: string): Promise<Role> {
  const rows = await tx.query<{ role: Role }>(
    'select role from staff where club_id = $1 and actor = $2',
    [tx.clubId, actor],
  );
  return rows[0]?.role ?? 'support';
}

/** All of them, locked, so that the last manager cannot go twice at once. */
export async function lockManagers(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ actor: string }>(
    `select actor from staff where club_id = $1 and role = 'manager' order by actor for update`,
    [tx.clubId],
  );
  return rows.map(({ actor }) => actor);
}

export async function saveStaff(tx: Tx, member: StaffMember): Promise<void> {
  await tx.query(
    `insert into staff (club_id, actor, role, name, set_by, set_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (club_id, actor) do update set role = excluded.role, name = excluded.name,
       set_by = excluded.set_by, set_at = excluded.set_at`,
    [tx.clubId, member.actor, member.role, member.name, member.setBy, at(member.setAt)],
  );
}
