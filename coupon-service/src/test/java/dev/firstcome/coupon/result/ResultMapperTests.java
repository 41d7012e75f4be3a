package dev.firstcome.coupon.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.coupon.issuing.ModelOutcomes;
import dev.firstcome.coupon.log.LogEntry;
import dev.firstcome.coupon.log.LogEntryFixture;
import dev.firstcome.coupon.partitionstate.DeferredRequest;
import dev.firstcome.coupon.partitionstate.Outcome;
import dev.firstcome.model.ExpectedResults;
import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the published results with those of the reference model. */
class ResultMapperTests {
    private static final int PARTITION = 7;
    private static final int RECORDS = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void mapsEachRecordAsTheModelDoes(long seed) {
        Fold model = new Fold(PARTITION);
        for (LogRecord record : RandomLogs.of(seed, PARTITION, RECORDS)) {
            Decision decision = model.apply(record);
            LogEntry entry = LogEntryFixture.of(record);
            Outcome outcome = ModelOutcomes.outcome(decision, 0);

            assertThat(ResultMapper.of(PARTITION, entry, outcome))
                    .as("seed %d, offset %d", seed, record.offset())
                    .isEqualTo(ExpectedResults.of(record, decision).orElse(null));
            for (DeferredDecision deferred : model.deferredDecisions()) {
                DeferredRequest request = new DeferredRequest(deferred.offset(), deferred.userId(), 1);
                assertThat(ResultMapper.of(PARTITION, entry, request, ModelOutcomes.outcome(deferred.decision(), 1)))
                        .as("seed %d, deferred at offset %d", seed, deferred.offset())
                        .isEqualTo(ExpectedResults.of(record, deferred));
            }
        }
    }
}
