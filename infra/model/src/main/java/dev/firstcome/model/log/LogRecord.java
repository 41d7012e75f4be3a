package dev.firstcome.model.log;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the coupon log as consumed from Kafka. It may be unreadable.
 *
 * @param timestampMillis the broker's LogAppendTime, in milliseconds since 1970
 * @param type the value of the {@code ce_type} header
 */
public record LogRecord(
        int partition,
        long offset,
        long timestampMillis,
        byte @Nullable [] key,
        @Nullable String type,
        byte @Nullable [] value) {

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LogRecord that
                && partition == that.partition
                && offset == that.offset
                && timestampMillis == that.timestampMillis
                && Arrays.equals(key, that.key)
                && Objects.equals(type, that.type)
                && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(partition, offset, timestampMillis, Arrays.hashCode(key), type, Arrays.hashCode(value));
    }
}
