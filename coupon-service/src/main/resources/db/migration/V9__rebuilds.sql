-- States that are made anew from the log, and whom that makes a difference for. All of a partition are in one bucket, so
-- that the database itself keeps two from running at once.
create table rebuild (
    bucket         integer     not null check (bucket between 0 and 4095),
    rebuild_id     uuid        not null,
    partition      integer     not null,
    campaign_id    uuid,
    mode           text        not null check (mode in ('VERIFY', 'SWAP', 'WHAT_IF')),
    rules          integer,
    stock          bigint,
    per_user_limit integer,
    operator       uuid        not null,
    command_id     text        not null,
    created_at     timestamptz not null,
    state          text        not null check (state in ('RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
    attempt        integer     not null,
    cancelled      boolean     not null,
    failure        text,
    report         jsonb       not null,
    finished_at    timestamptz,
    primary key (bucket, rebuild_id),
    unique (bucket, operator, command_id)
);

create unique index rebuild_running on rebuild (partition) where state = 'RUNNING';

create table rebuild_difference (
    bucket          integer not null check (bucket between 0 and 4095),
    rebuild_id      uuid    not null,
    number          bigint  not null,
    campaign_id     uuid    not null,
    user_id         uuid    not null,
    request_offset  bigint  not null,
    told            text    not null,
    told_sequence   bigint  not null,
    folded          text    not null,
    folded_sequence bigint  not null,
    -- coupons more, or less, than the user was told of
    effect          smallint not null check (effect between -1 and 1),
    primary key (bucket, rebuild_id, number)
);
