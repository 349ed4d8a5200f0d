-- Why: a tier may give a single-use code to whoever enters it. It is made, mailed, reminded of, used and
-- withdrawn as a code after an order is, so it is a row beside those; only what brought it is another thing.

set lock_timeout = '5s';

-- The tier and which of its perks; `order_id` is then an id of the code's own. Null: an order brought it.
alter table next_order_codes add column tier_key text;
