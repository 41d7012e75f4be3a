-- Every table has the product's bucket first in the primary key, so that a bucket can move to another shard.

create table product (
    bucket       smallint    not null check (bucket between 0 and 4095),
    product_id   uuid        not null,
    name         text        not null check (length(name) between 1 and 200),
    -- in the currency's minor unit
    price        bigint      not null check (price between 1 and 99999999),
    currency     char(3)     not null check (currency ~ '^[A-Z]{3}$'),
    -- what can still be reserved
    stock        integer     not null check (stock >= 0),
    -- what payments have in hand: the sum of all that is RESERVED of it
    reserved     integer     not null default 0 check (reserved >= 0),
    -- raised with each change by an operator, under the row's lock: the version of the event that tells of it
    version      bigint      not null default 1,
    created_by   uuid        not null,
    command_id   text        not null,
    -- SHA-256 of what was wanted, by which a command id that is used for something else is known
    command_hash text        not null,
    created_at   timestamptz not null,
    changed_at   timestamptz not null,
    primary key (bucket, product_id),
    -- one product per operator's command, however often it is sent
    unique (bucket, created_by, command_id),
    -- a release always finds room
    check (stock::bigint + reserved <= 1000000000)
);

create index product_newest on product (product_id desc);

-- What payments want of products. A release may come before its reservation, of which then only that is known, and keeps
-- it from ever being made.
create table stock_reservation (
    bucket     smallint    not null check (bucket between 0 and 4095),
    product_id uuid        not null,
    payment_id uuid        not null,
    quantity   integer     not null check (quantity between 0 and 1000),
    state      text        not null check (state in ('RESERVED', 'CONFIRMED', 'RELEASED')),
    changed_at timestamptz not null,
    primary key (bucket, product_id, payment_id),
    check (quantity > 0 or state = 'RELEASED')
);
