-- The latest replacement of the refresh token. During the grace period after rotated_at, the holder of the replaced token
-- gets the same successor: an HMAC of the salt, keyed with the secret of the replaced token. Both columns are null until
-- the first refresh.
alter table session_family add column rotated_at timestamptz;
alter table session_family add column successor_salt bytea check (length(successor_salt) = 32);
alter table session_family add check ((rotated_at is null) = (successor_salt is null));
