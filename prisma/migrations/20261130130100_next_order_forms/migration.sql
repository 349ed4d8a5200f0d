-- Why: an order may bring money credit instead of a code: one grant an order, decided alike, without a
-- code. And where shoppers past their usual interval are meant, why this one was is kept.

set lock_timeout = '5s';

alter table next_order_codes alter column code drop not null;
-- When money credit is given; null: it is a code.
alter table next_order_codes add column available_at timestamptz(3);
-- {gapDays, usualDays, of, intervals}; null: whom it is for does not hang on an interval.
alter table next_order_codes add column why jsonb;
alter table next_order_codes add constraint next_order_codes_form_check
  check ((code is null) = (available_at is not null));
