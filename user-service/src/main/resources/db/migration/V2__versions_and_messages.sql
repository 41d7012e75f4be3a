-- Raised with each change, under the row's lock: the version of the event that tells of it.
alter table account add column version bigint not null default 1;

-- What a user was told, in the order of the ids.
create table message (
    bucket smallint not null check (bucket between 0 and 4095),
    user_id uuid not null,
    message_id uuid not null,
    kind text not null,
    details jsonb not null,
    sent_at timestamptz not null,
    primary key (bucket, user_id, message_id)
);
