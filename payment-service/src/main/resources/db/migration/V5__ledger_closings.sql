-- Where each account of a bucket stood at the end of a day that is over, in UTC: what came before need not be summed again.
create table ledger_closing (
    bucket smallint not null check (bucket between 0 and 4095),
    day date not null,
    account text not null,
    currency char(3) not null,
    closing bigint not null,
    primary key (bucket, day, account, currency)
);

create index ledger_closing_by_day on ledger_closing (day);
