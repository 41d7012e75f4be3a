-- How many messages a user was ever told. Its row is locked until the message is committed, so that positions become
-- visible in their order, which the ids of messages do not: they are made elsewhere, at other times.
create table message_box (
    bucket smallint not null check (bucket between 0 and 4095),
    user_id uuid not null,
    told bigint not null,
    primary key (bucket, user_id)
);

alter table message add column position bigint;

update message set position = known.position
from (select bucket, user_id, message_id, row_number() over (partition by bucket, user_id order by message_id) as position
      from message) known
where message.bucket = known.bucket and message.user_id = known.user_id and message.message_id = known.message_id;

insert into message_box (bucket, user_id, told) select bucket, user_id, count(*) from message group by bucket, user_id;

alter table message alter column position set not null;
alter table message add constraint message_position unique (bucket, user_id, position);
