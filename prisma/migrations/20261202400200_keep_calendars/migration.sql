-- Why: who counts birthdays by the Persian calendar tells day and month of that one, and is celebrated on
-- them, once in each of its years. Birthdays kept before are Gregorian.

set lock_timeout = '5s';

alter table shoppers add column birth_calendar text not null default 'gregory'
  check (birth_calendar in ('gregory', 'persian'));
