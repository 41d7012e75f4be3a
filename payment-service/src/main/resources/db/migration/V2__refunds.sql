create table refund_transition (
    from_state text not null,
    state text not null,
    primary key (from_state, state)
);

insert into refund_transition (from_state, state) values
    ('REQUESTED', 'SENT'),
    ('SENT', 'SUCCEEDED'),
    ('SENT', 'FAILED'),
    ('SENT', 'UNKNOWN'),
    ('UNKNOWN', 'SUCCEEDED'),
    ('UNKNOWN', 'FAILED');

-- Money on its way back. What is on its way, or back, is summed up in the payment, whose check has the last word.
create table refund (
    bucket smallint not null check (bucket between 0 and 4095),
    payment_id uuid not null,
    refund_id uuid not null,
    state text not null,
    amount bigint not null check (amount > 0),
    -- How often the provider was asked: who comes with an older number is too late.
    attempt integer not null default 0,
    -- Under which key the provider is asked; another one only where the call under the last is over and did nothing.
    key_number integer not null default 1,
    due_at timestamptz,
    provider_id text,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (bucket, payment_id, refund_id),
    foreign key (bucket, payment_id) references payment (bucket, payment_id),
    check ((due_at is null) = (state in ('SUCCEEDED', 'FAILED')))
);

create index refund_due on refund (due_at) where due_at is not null;

create table refund_history (
    bucket smallint not null check (bucket between 0 and 4095),
    refund_id uuid not null,
    step integer not null,
    previous_step integer,
    from_state text,
    state text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (bucket, refund_id, step),
    unique (bucket, refund_id, step, state),
    foreign key (from_state, state) references refund_transition (from_state, state),
    foreign key (bucket, refund_id, previous_step, from_state)
        references refund_history (bucket, refund_id, step, state),
    check (case when step = 1 then previous_step is null and from_state is null and state = 'REQUESTED'
                else previous_step = step - 1 and from_state is not null and previous_step is not null end)
);

alter table refund add column step integer not null default 1;
alter table refund add foreign key (bucket, refund_id, step, state)
    references refund_history (bucket, refund_id, step, state);
