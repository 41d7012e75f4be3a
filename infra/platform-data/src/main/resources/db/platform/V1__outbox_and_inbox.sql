-- What is not told yet. A row goes when Kafka has acknowledged its event, so the table stays as small as what is under way.
create table outbox (
    bucket smallint not null check (bucket between 0 and 4095),
    event_id uuid not null,
    topic text not null,
    key text not null,
    type text not null,
    aggregate_id uuid not null,
    version bigint not null,
    payload text not null,
    occurred_at timestamptz not null,
    traceparent text,
    -- The database's clock, not the service's: the sweep goes by it.
    written_at timestamptz not null default clock_timestamp(),
    primary key (bucket, event_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create index outbox_by_age on outbox (written_at);

-- Inserts only: what is deleted is no news.
create publication outbox for table outbox with (publish = 'insert');

-- What was ever told, for as long as somebody may ask: an event's payload is the same whenever it is sent, and an
-- aggregate has one event for each version.
create table event_history (
    bucket smallint not null check (bucket between 0 and 4095),
    event_id uuid not null,
    topic text not null,
    aggregate_id uuid not null,
    version bigint not null,
    payload_hash bytea not null check (length(payload_hash) = 32),
    written_at timestamptz not null default clock_timestamp(),
    primary key (bucket, event_id),
    unique (bucket, topic, aggregate_id, version)
);

-- That a replication slot was made once: one that is missing then was lost.
create table outbox_slot (
    name text primary key,
    made_at timestamptz not null default clock_timestamp()
);

-- Which events a consumer has worked off: a row is written in the transaction of the event's effect.
create table inbox (
    bucket smallint not null check (bucket between 0 and 4095),
    consumer text not null,
    event_id uuid not null,
    taken_at timestamptz not null default clock_timestamp(),
    primary key (bucket, consumer, event_id)
);

create index inbox_by_age on inbox (taken_at);
