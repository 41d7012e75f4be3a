-- What was taken back. It stays where the coupon's own row is missing, and says what that row shall be when it comes.
create table coupon_revocation (
    bucket     integer     not null check (bucket between 0 and 4095),
    user_id    uuid        not null,
    coupon_id  uuid        not null,
    revoked_at timestamptz not null,
    primary key (bucket, user_id, coupon_id)
);
