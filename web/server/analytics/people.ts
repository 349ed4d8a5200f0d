/** The people of a shop and what they may do alone. */
import type { Role } from '../domain/staff.ts';
import type { Tx } from '../store/transaction.ts';

/** How far back in the log somebody is looked for who did something and was never spoken of. */
const LATELY = 2_000;

type Person = { actor: string; role: Role; name: string | null };

/** Whoever somebody has spoken of, and whoever did something by hand lately. */
export function readPeople(tx: Tx): Promise<Person[]> {
  return tx.query<Person>(
    `select p.actor, coalesce(s.role, 'support') as role, s.name
     from (select actor from staff where club_id = $1
       union select actor from (select actor from audit_log where club_id = $1
         order by entry_id desc limit ${LATELY}) lately where actor ~ '^staff [0-9]+$') p
     left join staff s on s.club_id = $1 and s.actor = p.actor order by p.actor`,
    [tx.clubId],
  );
}
