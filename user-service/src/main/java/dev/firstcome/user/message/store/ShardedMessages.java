package dev.firstcome.user.message.store;

import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.message.Message;
import dev.firstcome.user.message.Messages;
import dev.firstcome.user.message.PositionedMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages in Postgres, on the user's shard. The user's {@code message_box} row is locked from the count until the
 * commit, so a user's positions become visible in order, also with concurrent writers.
 */
@Component
final class ShardedMessages implements Messages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final Shards shards;
    private final JdbcClient jdbc;

    ShardedMessages(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    @Override
    public void add(Message message) {
        jdbc.sql("with box as (insert into message_box (bucket, user_id, told) values (:bucket, :user, 1)"
                        + " on conflict (bucket, user_id) do update set told = message_box.told + 1 returning told)"
                        + " insert into message (bucket, user_id, message_id, position, kind, details, sent_at)"
                        + " select :bucket, :user, :id, told, :kind, :details::jsonb, :at from box"
                        + " on conflict (bucket, user_id, message_id) do nothing")
                .param("bucket", BucketedIds.bucketOf(message.userId()).number())
                .param("user", message.userId())
                .param("id", message.id())
                .param("kind", message.kind().name())
                .param("details", JSON.writeValueAsString(message.details()))
                .param("at", message.sentAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    @Override
    public List<Message> page(UUID userId, @Nullable UUID before, int limit) {
        Bucket bucket = BucketedIds.bucketOf(userId);
        return shards.read(
                bucket,
                () -> jdbc.sql("select user_id, message_id, kind, details, sent_at from message"
                                + " where bucket = :bucket and user_id = :user"
                                + " and (:before::uuid is null or message_id < :before::uuid)"
                                + " order by message_id desc limit :limit")
                        .param("bucket", bucket.number())
                        .param("user", userId)
                        .param("before", before)
                        .param("limit", limit)
                        .query((row, number) -> message(row))
                        .list());
    }

    @Override
    public Map<UUID, Long> lastPositions(String shard, Set<UUID> users) {
        List<UUID> userIds = List.copyOf(users);
        return shards.readOn(
                shard,
                () -> jdbc
                        .sql("select b.user_id, b.told from unnest(:buckets::smallint[], :users::uuid[]) as"
                                + " u(bucket, id) join message_box b on b.bucket = u.bucket and b.user_id = u.id")
                        .param("buckets", buckets(userIds))
                        .param("users", userIds.toArray(UUID[]::new))
                        .query((row, number) -> Map.entry(row.getObject("user_id", UUID.class), row.getLong("told")))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public List<List<PositionedMessage>> findAfter(String shard, List<ReadPosition> positions, int limitPerUser) {
        List<List<PositionedMessage>> found = new ArrayList<>();
        positions.forEach(position -> found.add(new ArrayList<>()));
        List<UUID> users = positions.stream().map(ReadPosition::user).toList();
        shards.readOn(shard, () -> {
            jdbc.sql("select r.ordinal, m.* from unnest(:buckets::smallint[], :users::uuid[], :positions::bigint[])"
                            + " with ordinality as r(bucket, id, read_position, ordinal) cross join lateral"
                            + " (select user_id, message_id, position, kind, details, sent_at from message"
                            + " where bucket = r.bucket and user_id = r.id and position > r.read_position"
                            + " order by position limit :limit) m order by r.ordinal, m.position")
                    .param("buckets", buckets(users))
                    .param("users", users.toArray(UUID[]::new))
                    .param(
                            "positions",
                            positions.stream().map(ReadPosition::position).toArray(Long[]::new))
                    .param("limit", limitPerUser)
                    .query(row -> {
                        found.get(row.getInt("ordinal") - 1)
                                .add(new PositionedMessage(row.getLong("position"), message(row)));
                    });
            return true;
        });
        return found;
    }

    private static Integer[] buckets(List<UUID> users) {
        return users.stream().map(user -> BucketedIds.bucketOf(user).number()).toArray(Integer[]::new);
    }

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("message_id", UUID.class),
                row.getObject("user_id", UUID.class),
                MessageKind.valueOf(row.getString("kind")),
                JSON.readValue(row.getString("details"), DETAILS),
                row.getObject("sent_at", OffsetDateTime.class).toInstant());
    }
}
