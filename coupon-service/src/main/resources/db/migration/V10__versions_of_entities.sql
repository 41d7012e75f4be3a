-- Each update increments the version and compares it, so that no update overwrites another one.
alter table campaign add column version bigint not null default 0;
alter table rebuild add column version bigint not null default 0;
