-- The changes that operators sent under a key, so that one that is sent again is known. Written in the change's transaction,
-- under the product's lock; a change that was refused is not here and is looked at anew.
create table product_change (
    bucket       smallint    not null check (bucket between 0 and 4095),
    product_id   uuid        not null,
    changed_by   uuid        not null,
    command_id   text        not null,
    -- SHA-256 of what was wanted, by which a command id that is used for something else is known
    command_hash text        not null,
    -- what the product became by it
    version      bigint      not null,
    changed_at   timestamptz not null,
    primary key (bucket, product_id, changed_by, command_id)
);
