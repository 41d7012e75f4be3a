package dev.firstcome.user.message.store;

import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.user.message.Message;
import dev.firstcome.user.message.Messages;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Each user's messages on the user's shard. */
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
        jdbc.sql("insert into message (bucket, user_id, message_id, kind, details, sent_at)"
                        + " values (?, ?, ?, ?, ?::jsonb, ?) on conflict do nothing")
                .params(
                        BucketedIds.bucketOf(message.userId()).number(),
                        message.userId(),
                        message.id(),
                        message.kind().name(),
                        JSON.writeValueAsString(message.details()),
                        message.sentAt().atOffset(ZoneOffset.UTC))
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

    private static Message message(ResultSet row) throws SQLException {
        return new Message(
                row.getObject("message_id", UUID.class),
                row.getObject("user_id", UUID.class),
                MessageKind.valueOf(row.getString("kind")),
                JSON.readValue(row.getString("details"), DETAILS),
                row.getObject("sent_at", OffsetDateTime.class).toInstant());
    }
}
