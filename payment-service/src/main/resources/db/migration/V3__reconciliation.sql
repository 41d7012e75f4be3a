-- Comparisons with the provider's list. All runs are in one bucket, so that there is one at a time: the last index has the
-- last word. Whoever carries one out renews its lease; one whose lease is over was given up.
create table reconciliation_run (
    bucket smallint not null check (bucket between 0 and 4095),
    run_id uuid not null,
    from_at timestamptz not null,
    to_at timestamptz not null,
    scheduled boolean not null,
    state text not null check (state in ('RUNNING', 'DONE', 'FAILED')),
    lease_until timestamptz not null,
    started_at timestamptz not null default clock_timestamp(),
    ended_at timestamptz,
    intents_seen integer not null default 0,
    payments_seen integer not null default 0,
    differences integer not null default 0,
    resolved integer not null default 0,
    reason text,
    primary key (bucket, run_id),
    check (from_at < to_at),
    check ((ended_at is null) = (state = 'RUNNING')),
    check ((reason is null) = (state <> 'FAILED'))
);

create unique index reconciliation_run_alone on reconciliation_run (bucket) where state = 'RUNNING';

-- What was found to differ, beside its payment; where there is no payment here, beside the runs.
create table reconciliation_difference (
    bucket smallint not null check (bucket between 0 and 4095),
    type text not null check (type in ('MISSING_HERE', 'MISSING_THERE', 'AMOUNT', 'STATE')),
    -- The provider's name for the charge; where it has none, the payment.
    subject text not null,
    difference_id uuid not null,
    payment_id uuid,
    intent_id text,
    here text not null,
    there text not null,
    state text not null check (state in ('OPEN', 'RESOLVED')),
    run_id uuid not null,
    found_at timestamptz not null default clock_timestamp(),
    seen_at timestamptz not null default clock_timestamp(),
    resolved_at timestamptz,
    primary key (bucket, type, subject),
    unique (bucket, difference_id),
    check (payment_id is not null or intent_id is not null),
    check ((resolved_at is null) = (state = 'OPEN'))
);

create index reconciliation_difference_open on reconciliation_difference (seen_at) where state = 'OPEN';
create index reconciliation_difference_newest on reconciliation_difference (state, difference_id desc);

create index payment_captured on payment (changed_at, payment_id) where state = 'CAPTURED' and total > 0;

-- Payments that have not ended, by how long they have been where they are.
drop index payment_unknown;
create index payment_waiting on payment (state, changed_at, payment_id) where due_at is not null;
