-- Whether the provider was asked under the present key, and it is not known that this is over: then no other key may be used.
alter table refund add column unheard boolean not null default false;
update refund set unheard = true where state in ('SENT', 'UNKNOWN');

