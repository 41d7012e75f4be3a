-- Groups of users that may ask for a coupon of the campaign; none: everybody.
alter table campaign add column segments text[] not null default '{}';
