-- A coupon is always looked for by its owner, so one index serves the wallet's pages, the single coupon and the
-- uniqueness; two of them, both random in their order, were most of what a coupon cost. Where only the id is known, it
-- names the bucket, and a bucket is a short range of this index.
alter table coupon drop constraint coupon_pkey;
drop index coupon_of_user;
alter table coupon add primary key (bucket, user_id, coupon_id);
