-- How much work an admission costs, in leading zero bits of a hash. Campaigns that are not here cost none.
create table campaign_challenge (
    bucket      integer  not null check (bucket between 0 and 4095),
    campaign_id uuid     not null,
    bits        smallint not null check (bits between 0 and 26),
    primary key (bucket, campaign_id)
);
