package dev.firstcome.coupon.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.fold.HeldRequest;
import dev.firstcome.coupon.fold.Outcome;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.ReadRecords;
import dev.firstcome.model.Decision;
import dev.firstcome.model.ExpectedResults;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LateDecision;
import dev.firstcome.model.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published of each record, against the reference model's idea of it. */
class ResultsTests {
    private static final int PARTITION = 7;
    private static final int RECORDS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void saysOfEachRecordWhatTheModelSays(long seed) {
        Fold model = new Fold(PARTITION);
        for (LogRecord record : RandomLogs.of(seed, PARTITION, RECORDS)) {
            Decision decision = model.apply(record);
            LogEntry entry = ReadRecords.of(record);
            Outcome outcome = Fates.outcome(decision, 0);

            assertThat(Results.of(PARTITION, entry, outcome))
                    .as("seed %d, offset %d", seed, record.offset())
                    .isEqualTo(ExpectedResults.of(record, decision).orElse(null));
            for (LateDecision late : model.late()) {
                HeldRequest request = new HeldRequest(late.offset(), late.userId(), 1);
                assertThat(Results.of(PARTITION, entry, request, Fates.outcome(late.decision(), 1)))
                        .as("seed %d, held at offset %d", seed, late.offset())
                        .isEqualTo(ExpectedResults.of(record, late));
            }
        }
    }
}
