package dev.firstcome.coupon.log.kafka;

import static dev.firstcome.coupon.log.kafka.KafkaLogTruncator.NONE;
import static dev.firstcome.coupon.log.kafka.KafkaLogTruncator.newStart;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Truncation deletes only old records below the low watermark, in large batches. */
class KafkaLogTruncatorTests {
    @Test
    void oldRecordsBelowTheLimitAreDeleted() {
        assertThat(newStart(100, 9_000, 8_000, 5_000)).isEqualTo(8_000);
        assertThat(newStart(100, NONE, 8_000, 5_000)).as("all records are old").isEqualTo(8_000);
    }

    @Test
    void youngRecordsAreKept() {
        assertThat(newStart(100, 6_000, 8_000, 5_000)).isEqualTo(6_000);
        assertThat(newStart(100, 100, 8_000, 1)).isEqualTo(NONE);
    }

    @Test
    void theLogIsNotTruncatedForFewRecords() {
        assertThat(newStart(100, NONE, 5_099, 5_000)).isEqualTo(NONE);
        assertThat(newStart(100, NONE, 5_100, 5_000)).isEqualTo(5_100);
    }

    @Test
    void aLimitBelowTheStartOfTheLogDeletesNothing() {
        assertThat(newStart(100, NONE, 50, 1)).isEqualTo(NONE);
        assertThat(newStart(100, NONE, 100, 0)).isEqualTo(NONE);
    }
}
