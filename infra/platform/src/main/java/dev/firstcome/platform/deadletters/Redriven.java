package dev.firstcome.platform.deadletters;

import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.shards.Shards;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which records were sent again, in the table of bucket 0. */
public final class Redriven {
    private static final Bucket HOME = new Bucket(0);
    private static final String OF_RECORD = " where bucket = 0 and topic = ? and log_partition = ? and log_offset = ?";

    private final Shards shards;
    private final JdbcClient jdbc;

    Redriven(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** Those of these records that were sent again, by where they stood first. */
    public Map<RecordPlace, SentAgain> among(Collection<RecordPlace> origins) {
        if (origins.isEmpty()) {
            return Map.of();
        }
        List<SentAgain> found = shards.read(
                HOME,
                () -> jdbc.sql("""
                        select r.* from unnest(:topics::text[], :partitions::integer[], :offsets::bigint[])
                            as asked (topic, log_partition, log_offset)
                        join redriven_record r using (topic, log_partition, log_offset) where r.bucket = 0
                        """)
                        .param(
                                "topics",
                                origins.stream().map(RecordPlace::topic).toArray(String[]::new))
                        .param(
                                "partitions",
                                origins.stream().map(RecordPlace::partition).toArray(Integer[]::new))
                        .param(
                                "offsets",
                                origins.stream().map(RecordPlace::offset).toArray(Long[]::new))
                        .query(Redriven::read)
                        .list());
        return found.stream().collect(Collectors.toMap(SentAgain::origin, Function.identity(), (one, same) -> one));
    }

    /** What came of {@link #once}. */
    record Once(SentAgain sent, boolean now) {}

    /**
     * Sends unless the record was sent before. Of several at the same time one sends, and the others wait for what becomes of
     * it: if it fails, the next one sends.
     *
     * @param sending gives the offset; what it throws leaves no trace here
     */
    Once once(RecordPlace origin, DeadLetterId letter, UUID operator, LongSupplier sending) {
        return shards.transact(HOME, () -> {
            int first = jdbc.sql("""
                            insert into redriven_record (bucket, topic, log_partition, log_offset, dead_letter, operator)
                            values (0, ?, ?, ?, ?, ?) on conflict do nothing
                            """)
                    .params(origin.topic(), origin.partition(), origin.offset(), letter.toString(), operator)
                    .update();
            if (first == 1) {
                jdbc.sql("update redriven_record set sent_offset = ?" + OF_RECORD)
                        .params(sending.getAsLong(), origin.topic(), origin.partition(), origin.offset())
                        .update();
            }
            return new Once(find(origin).orElseThrow(), first == 1);
        });
    }

    private Optional<SentAgain> find(RecordPlace origin) {
        return jdbc.sql("select * from redriven_record" + OF_RECORD)
                .params(origin.topic(), origin.partition(), origin.offset())
                .query(Redriven::read)
                .optional();
    }

    private static SentAgain read(ResultSet row, int number) throws SQLException {
        return new SentAgain(
                new RecordPlace(row.getString("topic"), row.getInt("log_partition"), row.getLong("log_offset")),
                row.getString("dead_letter"),
                row.getObject("operator", UUID.class),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                row.getObject("sent_offset", Long.class));
    }
}
