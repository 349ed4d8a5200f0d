-- Why: what a merchant told of their margin lived in one browser, so that nobody else's publication was
-- held against it. It belongs to the shop.

set lock_timeout = '5s';

alter table shops add column margin_basis_points integer
  check (margin_basis_points between 1 and 10000);
-- How large an order is, where the merchant named it; null: the shop's own orders tell.
alter table shops add column told_aov_minor bigint check (told_aov_minor > 0);
