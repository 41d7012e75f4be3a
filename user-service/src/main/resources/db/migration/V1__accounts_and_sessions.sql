-- An e-mail address belongs to the user who claimed it first. The address says the bucket (an HMAC of it), and the user
-- takes that bucket, so the claim and the account are in one shard and one transaction.
create table account_email (
    bucket smallint not null check (bucket between 0 and 4095),
    email text not null check (length(email) <= 254),
    user_id uuid not null,
    claimed_at timestamptz not null,
    primary key (bucket, email)
);

create table account (
    bucket smallint not null check (bucket between 0 and 4095),
    user_id uuid not null,
    email text not null check (length(email) <= 254),
    name text not null check (length(name) <= 100),
    language text not null,
    roles text[] not null,
    segments text[] not null,
    created_at timestamptz not null,
    password_hash text not null,
    primary key (bucket, user_id)
);

-- One row per sign-in. Refreshing moves it to the next generation by compare-and-set, so of two uses of one token only
-- one wins, and a token of an older generation shows that it was used before.
create table session_family (
    bucket smallint not null check (bucket between 0 and 4095),
    family_id uuid not null,
    user_id uuid not null,
    generation integer not null,
    token_hash bytea not null check (length(token_hash) = 32),
    started_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz,
    primary key (bucket, family_id)
);

create index session_family_of_user on session_family (bucket, user_id);
