-- Whether what a new slot does not know was told from the table: until then the table comes first, whoever leads, so that
-- nothing newer is told before it. A slot may be there without that, where who made it did not live to see it.
alter table outbox_slot add column table_told boolean not null default true;
