package dev.firstcome.coupon.log.kafka;

import static dev.firstcome.coupon.log.kafka.KafkaLogTrim.NONE;
import static dev.firstcome.coupon.log.kafka.KafkaLogTrim.cut;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is deleted is below the floor and old, and never only a little. */
class KafkaLogTrimTests {
    @Test
    void whatIsOldAndBelowTheFloorGoes() {
        assertThat(cut(100, 9_000, 8_000, 5_000)).isEqualTo(8_000);
        assertThat(cut(100, NONE, 8_000, 5_000)).as("no record is young").isEqualTo(8_000);
    }

    @Test
    void whatIsYoungStays() {
        assertThat(cut(100, 6_000, 8_000, 5_000)).isEqualTo(6_000);
        assertThat(cut(100, 100, 8_000, 1)).isEqualTo(NONE);
    }

    @Test
    void aLogIsNotCutForAFewRecords() {
        assertThat(cut(100, NONE, 5_099, 5_000)).isEqualTo(NONE);
        assertThat(cut(100, NONE, 5_100, 5_000)).isEqualTo(5_100);
    }

    @Test
    void aFloorBelowTheLogsStartDeletesNothing() {
        assertThat(cut(100, NONE, 50, 1)).isEqualTo(NONE);
        assertThat(cut(100, NONE, 100, 0)).isEqualTo(NONE);
    }
}
