-- The states that the latest change of the payment passed, in order. A change names them, and the trigger below adds them to
-- the history. So state and history are one statement, which costs one round trip. Statements that do not set the column,
-- such as those of earlier releases, add their own history rows.
alter table payment add column last_path text[] not null default '{}';

create function payment_history_follows() returns trigger language plpgsql as $$
begin
    insert into payment_history (bucket, payment_id, step, previous_step, from_state, state, at)
    select new.bucket, new.payment_id, coalesce(old.step, 0) + passed.number,
        nullif(coalesce(old.step, 0) + passed.number - 1, 0),
        coalesce(lag(passed.state) over (order by passed.number), old.state), passed.state, new.changed_at
    from unnest(new.last_path) with ordinality as passed (state, number);
    return new;
end $$;

create trigger payment_history_follows_insert before insert on payment
    for each row when (new.last_path <> '{}') execute function payment_history_follows();

create trigger payment_history_follows_update before update of last_path on payment
    for each row when (new.step <> old.step) execute function payment_history_follows();

-- Versions of rows that are loaded, changed and saved. A statement that changes what they save increments the version.
alter table refund add column version bigint not null default 1;
alter table reconciliation_run add column version bigint not null default 1;
alter table reconciliation_difference add column version bigint not null default 1;
