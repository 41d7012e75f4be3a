package dev.firstcome.platform.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code pgoutput} makes of the log for a publication of one table's inserts: the messages of the logical
 * replication protocol, version 1, with values as text. A transaction comes whole and once it is committed, so a row may be
 * taken as soon as it is read.
 */
final class LogDecoder {
    private static final byte NULL = 'n';
    private static final byte TEXT = 't';
    private static final byte NEW_ROW = 'N';
    private static final byte OF_A_TRANSACTION = 1;

    /** As Postgres writes a time for {@code DateStyle} ISO; of the offset no more than it takes. */
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendOffset("+HH:mm:ss", "+00")
            .toFormatter();

    private final Map<Integer, List<String>> columns = new HashMap<>();
    private long position;

    /** All that is before this place of the log has been read; 0 while nothing is known. */
    long position() {
        return position;
    }

    /** @throws IllegalStateException if this is nothing that was asked for */
    void read(ByteBuffer message, Consumer<OutboxRow> rows) {
        byte kind = message.get();
        switch (kind) {
            case 'R' -> table(message);
            case 'I' -> rows.accept(row(message));
            case 'C' -> commit(message);
            case 'M' -> sign(message);
            // A transaction's begin, its origin and the types of columns tell nothing that is wanted here.
            case 'B', 'O', 'Y' -> {}
            default -> throw new IllegalStateException("the log has a message of an unknown kind: " + kind);
        }
    }

    private void commit(ByteBuffer message) {
        message.get(); // flags, of which there are none
        message.getLong(); // where the commit is
        moveOn(message.getLong());
    }

    /** One that belongs to no transaction comes between them, in the log's order. */
    private void sign(ByteBuffer message) {
        if (message.get() != OF_A_TRANSACTION) {
            moveOn(message.getLong());
        }
    }

    private void moveOn(long to) {
        position = Math.max(position, to);
    }

    private void table(ByteBuffer message) {
        int id = message.getInt();
        text(message); // its schema
        text(message); // its name
        message.get(); // what identifies a row
        columns.put(
                id,
                IntStream.range(0, message.getShort())
                        .mapToObj(_ -> column(message))
                        .toList());
    }

    private static String column(ByteBuffer message) {
        message.get(); // flags
        String name = text(message);
        message.getInt(); // its type
        message.getInt(); // and how that is modified
        return name;
    }

    private OutboxRow row(ByteBuffer message) {
        List<String> names = columns.get(message.getInt());
        if (names == null || message.get() != NEW_ROW || message.getShort() != names.size()) {
            throw new IllegalStateException("the log has a row of a table that it has not described");
        }
        Map<String, @Nullable String> values = new HashMap<>();
        for (String name : names) {
            values.put(name, value(message));
        }
        return new OutboxRow(
                Integer.parseInt(required(values, "bucket")),
                UUID.fromString(required(values, "event_id")),
                required(values, "topic"),
                required(values, "key"),
                required(values, "type"),
                required(values, "payload"),
                time(required(values, "occurred_at")),
                values.get("traceparent"));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text, TIME).toInstant();
    }

    private static String required(Map<String, @Nullable String> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static @Nullable String value(ByteBuffer message) {
        byte form = message.get();
        return switch (form) {
            case NULL -> null;
            case TEXT -> {
                byte[] bytes = new byte[message.getInt()];
                message.get(bytes);
                yield new String(bytes, StandardCharsets.UTF_8);
            }
            default -> throw new IllegalStateException("the log has a value in an unknown form: " + form);
        };
    }

    /** A text that ends with a zero. */
    private static String text(ByteBuffer message) {
        int start = message.position();
        int length = 0;
        while (message.get() != 0) {
            length++;
        }
        byte[] bytes = new byte[length];
        message.get(start, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
