-- Which state may follow which. The code has the same table, and a test compares them.
create table payment_transition (
    from_state text not null,
    state text not null,
    primary key (from_state, state)
);

insert into payment_transition (from_state, state) values
    ('REQUESTED', 'RESERVED'),
    ('REQUESTED', 'REJECTED'),
    ('REQUESTED', 'CANCELLED'),
    ('REQUESTED', 'EXPIRED'),
    ('RESERVED', 'CHARGING'),
    ('RESERVED', 'CANCELLED'),
    ('RESERVED', 'EXPIRED'),
    ('CHARGING', 'CAPTURED'),
    ('CHARGING', 'DECLINED'),
    ('CHARGING', 'UNKNOWN'),
    ('UNKNOWN', 'CAPTURED'),
    ('UNKNOWN', 'DECLINED');

-- One row for each state that a payment has been in. Each names the one before, and the pair must be in the table above:
-- a payment's history is a way through it, or is not stored.
create table payment_history (
    bucket smallint not null check (bucket between 0 and 4095),
    payment_id uuid not null,
    step integer not null,
    previous_step integer,
    from_state text,
    state text not null,
    at timestamptz not null default clock_timestamp(),
    primary key (bucket, payment_id, step),
    unique (bucket, payment_id, step, state),
    foreign key (from_state, state) references payment_transition (from_state, state),
    foreign key (bucket, payment_id, previous_step, from_state)
        references payment_history (bucket, payment_id, step, state),
    check (case when step = 1 then previous_step is null and from_state is null and state = 'REQUESTED'
                else previous_step = step - 1 and from_state is not null and previous_step is not null end)
);

create table payment (
    bucket smallint not null check (bucket between 0 and 4095),
    payment_id uuid not null,
    user_id uuid not null,
    state text not null,
    reason text,
    step integer not null,
    version bigint not null,
    -- How often the provider was asked to charge, or what became of it: who comes with an older number is too late.
    attempt integer not null,
    -- Under which key the provider is asked to make the intent; another one only where the call under the last is over, and
    -- its key says for a day that it failed.
    key_number integer not null default 1,
    -- From when on whoever finds it goes on with it; none: there is nothing to do.
    due_at timestamptz,
    currency char(3) not null,
    amount bigint not null check (amount > 0),
    discount bigint not null check (discount between 0 and amount),
    total bigint not null check (total = amount - discount),
    refunded bigint not null default 0 check (refunded between 0 and total),
    coupon_id uuid,
    items jsonb not null,
    payment_method text not null,
    intent_id text,
    -- What was bought and for how much, by which a second tap is known.
    basket bytea not null check (length(basket) = 32),
    created_at timestamptz not null,
    changed_at timestamptz not null,
    primary key (bucket, payment_id),
    foreign key (bucket, payment_id, step, state) references payment_history (bucket, payment_id, step, state),
    check ((due_at is null) = (state in ('CAPTURED', 'DECLINED', 'REJECTED', 'CANCELLED', 'EXPIRED'))),
    check (refunded = 0 or state = 'CAPTURED')
) with (fillfactor = 80);

create index payment_of_user on payment (bucket, user_id, payment_id desc);
create index payment_due on payment (due_at) where due_at is not null;
create index payment_unknown on payment (changed_at) where state = 'UNKNOWN';

-- Calls that come again under the same name get the same answer, byte for byte.
create table idempotency_key (
    bucket smallint not null check (bucket between 0 and 4095),
    user_id uuid not null,
    operation text not null,
    key text not null check (length(key) between 1 and 255),
    fingerprint bytea not null check (length(fingerprint) = 32),
    -- What the call makes, or made: known from the first moment on.
    resource_id uuid not null,
    -- Who works on it, and until when nobody else does.
    lease_id uuid not null,
    lease_until timestamptz not null,
    status smallint,
    location text,
    answer text,
    created_at timestamptz not null default clock_timestamp(),
    primary key (bucket, user_id, operation, key),
    check ((status is null) = (answer is null))
);

create index idempotency_key_by_age on idempotency_key (created_at);

-- Double entry. Positive: to the account's debit; negative: to its credit.
create table ledger_entry (
    bucket smallint not null check (bucket between 0 and 4095),
    posting_id uuid not null,
    line smallint not null,
    payment_id uuid not null,
    kind text not null check (kind in ('CAPTURE', 'REFUND', 'CORRECTION')),
    account text not null,
    currency char(3) not null,
    amount bigint not null check (amount <> 0),
    posted_at timestamptz not null default clock_timestamp(),
    primary key (bucket, posting_id, line)
);

create index ledger_entry_of_payment on ledger_entry (bucket, payment_id);
create index ledger_entry_by_time on ledger_entry (posted_at);

create function ledger_is_immutable() returns trigger language plpgsql as $$
begin
    raise exception 'entries of the ledger are never changed';
end $$;

create trigger ledger_entry_is_immutable before update or delete on ledger_entry
    for each statement execute function ledger_is_immutable();

create trigger ledger_is_not_emptied before truncate on ledger_entry
    for each statement execute function ledger_is_immutable();

-- A posting is one statement, and its entries sum to zero.
create function posting_sums_to_zero() returns trigger language plpgsql as $$
begin
    if exists (select from fresh group by bucket, posting_id, currency having sum(amount) <> 0) then
        raise exception 'a posting does not sum to zero';
    end if;
    return null;
end $$;

create trigger posting_sums_to_zero after insert on ledger_entry
    referencing new table as fresh for each statement execute function posting_sums_to_zero();

-- The provider's notices that had their effect.
create table provider_notice (
    bucket smallint not null check (bucket between 0 and 4095),
    notice_id text not null,
    payment_id uuid not null,
    type text not null,
    taken_at timestamptz not null default clock_timestamp(),
    primary key (bucket, notice_id)
);

create index provider_notice_by_age on provider_notice (taken_at);
