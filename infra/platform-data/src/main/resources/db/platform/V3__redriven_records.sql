-- Which records an operator has sent again, by where they stood first: all dead letters of one record are sent with it. In
-- the shard of bucket 0 only. A row is there once Kafka has acknowledged; who sends holds its key until then.
create table redriven_record (
    bucket smallint not null check (bucket = 0),
    topic text not null,
    log_partition integer not null,
    log_offset bigint not null,
    dead_letter text not null,
    operator uuid not null,
    sent_at timestamptz not null default clock_timestamp(),
    sent_offset bigint,
    primary key (bucket, topic, log_partition, log_offset)
);
