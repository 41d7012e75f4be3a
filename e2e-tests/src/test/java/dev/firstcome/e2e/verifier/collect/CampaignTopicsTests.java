package dev.firstcome.e2e.verifier.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.e2e.verifier.CampaignSection;
import dev.firstcome.model.Fold;
import dev.firstcome.model.LowWatermark;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.PartitionState;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tests that the section of a campaign determines its state and its outcomes as the whole log does. */
class CampaignTopicsTests {
    private static final int PARTITION = 5;
    private static final int SEEDS = 40;

    @Test
    void sectionGivesTheSameOutcomesAsTheWholeLog() {
        int campaigns = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            List<LogRecord> log = RandomLogs.of(seed, PARTITION, 300);
            PartitionState whole = fold(new Fold(PARTITION), log);
            for (UUID campaign : whole.campaigns().keySet()) {
                if (!hasPurgeRecord(log, campaign)) {
                    assertSameInSection(seed, whole, campaign, log);
                    campaigns++;
                }
            }
        }
        assertThat(campaigns).as("campaigns").isGreaterThan(SEEDS);
    }

    private static void assertSameInSection(long seed, PartitionState whole, UUID campaign, List<LogRecord> log) {
        CampaignState expected = Objects.requireNonNull(whole.campaigns().get(campaign));
        var start = new LowWatermark(expected.span().first(), expected.span().before());
        var topics = new CampaignTopics(new CampaignSection(campaign, PARTITION, start));
        log.stream().filter(record -> record.offset() >= start.offset()).forEach(topics::addToLog);

        PartitionState section = fold(new Fold(PARTITION, start), topics.log());

        assertThat(section.campaigns().get(campaign))
                .as("seed %d, campaign %s", seed, campaign)
                .isEqualTo(expected);
        assertThat(topics.offsets())
                .isNotEmpty()
                .allSatisfy(offset -> assertThat(section.outcomes().get(offset))
                        .as("seed %d, offset %d", seed, offset)
                        .isEqualTo(whole.outcomes().get(offset)));
        assertThat(topics.log()).hasSizeLessThanOrEqualTo(2 * topics.offsets().size());
    }

    /** A purge also depends on the other campaigns of the partition. */
    private static boolean hasPurgeRecord(List<LogRecord> log, UUID campaign) {
        return log.stream()
                .flatMap(record -> LogRecordCodec.read(record).stream())
                .anyMatch(record ->
                        record instanceof CampaignPurged && record.campaignId().equals(campaign));
    }

    private static PartitionState fold(Fold fold, List<LogRecord> log) {
        log.forEach(fold::apply);
        return fold.state();
    }
}
