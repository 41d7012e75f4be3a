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

/** The redriven records, in a table on the shard of bucket 0. */
public final class RedrivenRecords {
    private static final Bucket HOME = new Bucket(0);
    private static final String OF_RECORD = " where bucket = 0 and topic = ? and log_partition = ? and log_offset = ?";

    private final Shards shards;
    private final JdbcClient jdbc;

    RedrivenRecords(Shards shards, JdbcClient jdbc) {
        this.shards = shards;
        this.jdbc = jdbc;
    }

    /** Returns the redriven ones of these records, by original position. */
    public Map<RecordPosition, RedrivenRecord> find(Collection<RecordPosition> origins) {
        if (origins.isEmpty()) {
            return Map.of();
        }
        List<RedrivenRecord> found = shards.read(
                HOME,
                () -> jdbc.sql("""
                        select r.* from unnest(:topics::text[], :partitions::integer[], :offsets::bigint[])
                            as asked (topic, log_partition, log_offset)
                        join redriven_record r using (topic, log_partition, log_offset) where r.bucket = 0
                        """)
                        .param(
                                "topics",
                                origins.stream().map(RecordPosition::topic).toArray(String[]::new))
                        .param(
                                "partitions",
                                origins.stream().map(RecordPosition::partition).toArray(Integer[]::new))
                        .param(
                                "offsets",
                                origins.stream().map(RecordPosition::offset).toArray(Long[]::new))
                        .query(RedrivenRecords::read)
                        .list());
        return found.stream()
                .collect(Collectors.toMap(RedrivenRecord::origin, Function.identity(), (one, same) -> one));
    }

    /** The result of {@link #recordOnce}: the redriven record, and whether this call redrove it. */
    record Result(RedrivenRecord redriven, boolean isNew) {}

    /**
     * Sends the record unless it was redriven before. Concurrent calls wait for the first one, and send only if it failed.
     *
     * @param sender sends the record and returns its offset; its exception rolls everything back
     */
    Result recordOnce(RecordPosition origin, DeadLetterId letter, UUID operator, LongSupplier sender) {
        return shards.transact(HOME, () -> {
            int first = jdbc.sql("""
                            insert into redriven_record (bucket, topic, log_partition, log_offset, dead_letter, operator)
                            values (0, ?, ?, ?, ?, ?) on conflict do nothing
                            """)
                    .params(origin.topic(), origin.partition(), origin.offset(), letter.toString(), operator)
                    .update();
            if (first == 1) {
                jdbc.sql("update redriven_record set sent_offset = ?" + OF_RECORD)
                        .params(sender.getAsLong(), origin.topic(), origin.partition(), origin.offset())
                        .update();
            }
            return new Result(find(origin).orElseThrow(), first == 1);
        });
    }

    private Optional<RedrivenRecord> find(RecordPosition origin) {
        return jdbc.sql("select * from redriven_record" + OF_RECORD)
                .params(origin.topic(), origin.partition(), origin.offset())
                .query(RedrivenRecords::read)
                .optional();
    }

    private static RedrivenRecord read(ResultSet row, int number) throws SQLException {
        return new RedrivenRecord(
                new RecordPosition(row.getString("topic"), row.getInt("log_partition"), row.getLong("log_offset")),
                row.getString("dead_letter"),
                row.getObject("operator", UUID.class),
                row.getObject("sent_at", OffsetDateTime.class).toInstant(),
                row.getObject("sent_offset", Long.class));
    }
}
