-- Raised with each change of a coupon, under its row's lock: the version of the event that tells of it.
alter table coupon add column version bigint not null default 0;

-- What payments want of coupons. A release may come before its reservation, and then keeps it from ever being made.
create table coupon_reservation (
    bucket     integer     not null check (bucket between 0 and 4095),
    coupon_id  uuid        not null,
    payment_id uuid        not null,
    state      text        not null check (state in ('RESERVED', 'REDEEMED', 'RELEASED')),
    changed_at timestamptz not null,
    primary key (bucket, coupon_id, payment_id)
);

-- One payment at a time, and one for ever.
create unique index coupon_reservation_alive on coupon_reservation (bucket, coupon_id) where state <> 'RELEASED';
