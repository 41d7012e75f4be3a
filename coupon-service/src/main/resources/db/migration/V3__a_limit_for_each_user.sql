-- How many coupons of a campaign a user may get on request.
alter table campaign add column per_user_limit integer not null default 1 check (per_user_limit between 1 and 100);
