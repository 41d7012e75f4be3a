-- Every table has its owner's bucket first in the primary key, so that a bucket can move to another shard.

create table campaign (
    bucket            integer     not null check (bucket between 0 and 4095),
    campaign_id       uuid        not null,
    partition         integer     not null,
    name              text        not null,
    stock             bigint      not null check (stock > 0),
    opens_at          timestamptz not null,
    closes_at         timestamptz not null check (closes_at > opens_at),
    discount_type     text        not null,
    discount_amount   bigint,
    discount_currency text,
    discount_percent  integer,
    validity_days     integer     not null check (validity_days > 0),
    created_by        uuid        not null,
    command_id        text        not null,
    announced         boolean     not null,
    primary key (bucket, campaign_id),
    -- one campaign per operator's command, however often it is sent
    unique (bucket, created_by, command_id)
);

create table coupon (
    bucket            integer     not null check (bucket between 0 and 4095),
    coupon_id         uuid        not null,
    user_id           uuid        not null,
    campaign_id       uuid        not null,
    -- 0: issued on request
    series            smallint    not null,
    sequence          bigint      not null check (sequence > 0),
    ordinal           integer     not null check (ordinal > 0),
    code              text        not null,
    state             text        not null check (state in ('AVAILABLE', 'RESERVED', 'REDEEMED', 'REVOKED', 'EXPIRED')),
    request_partition integer     not null,
    request_offset    bigint      not null,
    issued_at         timestamptz not null,
    primary key (bucket, coupon_id),
    unique (campaign_id, series, sequence),
    unique (campaign_id, user_id, series, ordinal),
    unique (request_partition, request_offset)
);

create index coupon_of_user on coupon (bucket, user_id, coupon_id desc);
