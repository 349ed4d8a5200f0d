-- Why: a large club's night takes longer than one process may hold it. What was fitted is kept first;
-- whoever goes on writes the predictions that are missing, and nobody fits or moves anybody twice.

set lock_timeout = '5s';

-- When the last prediction and the moves of it were written; null: they are still being written.
alter table model_fits add column finished_at timestamptz(3);
update model_fits set finished_at = made_at;
