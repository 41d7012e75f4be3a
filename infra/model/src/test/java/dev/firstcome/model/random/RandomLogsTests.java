package dev.firstcome.model.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.model.Fold;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.Decision.Blocked;
import dev.firstcome.model.state.Decision.Closed;
import dev.firstcome.model.state.Decision.Issued;
import dev.firstcome.model.state.Decision.SoldOut;
import dev.firstcome.model.state.PartitionState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The random logs reach what they are for, and the fold keeps its promises over all of them. */
class RandomLogsTests {
    private static final int LOGS = 60;
    private static final int SIZE = 400;

    /** A resume late in a small log finds few deferred requests. */
    private static final int LATE_RARE = 3;

    @Test
    void aSeedGivesTheSameLogAgainAndAnotherSeedAnother() {
        assertThat(RandomLogs.of(7, 2, SIZE)).isEqualTo(RandomLogs.of(7, 2, SIZE));
        assertThat(RandomLogs.of(7, 2, SIZE)).isNotEqualTo(RandomLogs.of(8, 2, SIZE));
    }

    @Test
    void everyDecisionIsFrequentAndTimesFallBackAndOffsetsHaveGaps() {
        var seen = new HashMap<Class<?>, Integer>();
        var lateSeen = new HashMap<Class<?>, Integer>();
        int backwards = 0;
        int gaps = 0;
        for (long seed = 0; seed < LOGS; seed++) {
            List<LogRecord> log = RandomLogs.of(seed, 0, SIZE);
            var fold = new Fold(0);
            for (LogRecord record : log) {
                seen.merge(fold.apply(record).getClass(), 1, Integer::sum);
                fold.deferredDecisions()
                        .forEach(late -> lateSeen.merge(late.decision().getClass(), 1, Integer::sum));
            }
            for (int i = 1; i < log.size(); i++) {
                backwards += log.get(i).timestampMillis() < log.get(i - 1).timestampMillis() ? 1 : 0;
                gaps += log.get(i).offset() > log.get(i - 1).offset() + 1 ? 1 : 0;
            }
        }
        int rare = LOGS * SIZE / 400;
        for (Class<?> decision : Decision.class.getPermittedSubclasses()) {
            assertThat(seen.getOrDefault(decision, 0))
                    .as(decision.getSimpleName() + " in " + seen)
                    .isGreaterThan(rare);
        }
        for (var decision : List.of(Issued.class, SoldOut.class, Blocked.class, Closed.class)) {
            assertThat(lateSeen.getOrDefault(decision, 0))
                    .as("late " + decision.getSimpleName() + " in " + lateSeen)
                    .isGreaterThan(LATE_RARE);
        }
        assertThat(backwards).isGreaterThan(rare);
        assertThat(gaps).isGreaterThan(rare);
    }

    @Test
    void everyWayToSpoilARecordIsUsed() {
        LogRecord good = RandomLogs.of(1, 0, 1).getFirst();
        var different = EnumSet.noneOf(RecordCorruption.class);
        for (RecordCorruption kind : RecordCorruption.values()) {
            if (!kind.applyTo(new Random(1), good).equals(good)) {
                different.add(kind);
            }
        }
        assertThat(different).containsExactlyInAnyOrder(RecordCorruption.values());
    }

    @Test
    void overAnyLogCouponsAreWithinTheStockAndTheLimitAndInTheOrderOfTheLog() {
        for (long seed = 0; seed < LOGS; seed++) {
            var fold = new Fold(0);
            for (LogRecord record : RandomLogs.of(seed, 0, SIZE)) {
                fold.apply(record);
            }
            assertSound(fold.state(), seed);
        }
    }

    private static void assertSound(PartitionState state, long seed) {
        state.campaigns().forEach((id, campaign) -> {
            var offsetOfSequence = new ArrayList<Map.Entry<Long, Long>>();
            campaign.holders().forEach((user, mine) -> {
                assertThat(mine)
                        .as("seed %d", seed)
                        .hasSizeBetween(1, campaign.terms().limit());
                mine.stream()
                        .filter(holding -> !holding.deferred())
                        .forEach(coupon -> offsetOfSequence.add(Map.entry(coupon.number(), coupon.offset())));
            });
            offsetOfSequence.sort(Map.Entry.comparingByKey());
            assertThat(campaign.issued())
                    .as("seed %d, campaign %s", seed, id)
                    .isLessThanOrEqualTo(campaign.stock())
                    .isEqualTo(offsetOfSequence.size());
            for (int i = 0; i < offsetOfSequence.size(); i++) {
                assertThat(offsetOfSequence.get(i).getKey()).as("seed %d", seed).isEqualTo(i + 1L);
            }
            List<Long> inOrder =
                    offsetOfSequence.stream().map(Map.Entry::getValue).toList();
            List<Long> drawn = inOrder.stream()
                    .filter(offset -> offset < endOfTickets(campaign))
                    .toList();
            assertThat(inOrder.subList(0, drawn.size())).as("seed %d", seed).isEqualTo(drawn);
            assertThat(inOrder.subList(drawn.size(), inOrder.size()))
                    .as("seed %d", seed)
                    .isSorted()
                    .doesNotHaveDuplicates();
        });
    }

    /** Returns the offset of the record that decided the tickets; 0 for a draw without tickets. */
    private static long endOfTickets(CampaignState campaign) {
        boolean drawn = campaign.seed() != null && !campaign.fanOuts().isEmpty();
        return drawn ? campaign.fanOuts().getFirst().offset() : 0;
    }
}
