package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.openSale;
import static dev.firstcome.model.LogFixture.paused;
import static dev.firstcome.model.LogFixture.request;
import static dev.firstcome.model.LogFixture.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CampaignPurged;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.random.RandomLogs;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.PartitionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The purge of closed campaigns, and folds that start at a low watermark. */
class PurgeRulesTests {
    private static final Decision DONE = new Decision.Done();
    private static final Decision REFUSED = new Decision.Refused();
    private static final Decision PURGED = new Decision.Purged();
    private static final UUID OTHER = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058");
    private static final int LOGS = 30;
    private static final int SIZE = 500;

    @Test
    void onlyAClosedCampaignIsPurged() {
        var log = openSale(3);
        log.at(OPENS, request(KIM));

        assertThat(log.at(OPENS, purge("while open", log.last()))).isEqualTo(REFUSED);
        log.at(OPENS, paused("pause"));
        assertThat(log.at(OPENS, purge("while paused", log.last()))).isEqualTo(REFUSED);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(log.at(OPENS, purge("when closed", log.last()))).isEqualTo(DONE);

        assertThat(log.fold.state().campaigns()).isEmpty();
        assertThat(log.fold.state().due()).isEmpty();
    }

    @Test
    void aPurgeIsRefusedUntilTheClosingIsPublished() {
        var log = openSale(3);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        long closing = log.last();

        assertThat(log.at(OPENS, purge("too early", closing - 1))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, purge("never", -1))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, purge("of the future", closing + 4))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, purge("too early", closing))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, purge("now", closing))).isEqualTo(DONE);
    }

    @Test
    void laterRecordsArePurged() {
        var log = openSale(3);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        log.at(OPENS, purge("purge", log.last()));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(PURGED);
        assertThat(log.at(OPENS, closed("close", CloseCause.OPERATOR))).isEqualTo(PURGED);
        assertThat(log.at(OPENS, purge("purge", log.last()))).isEqualTo(PURGED);
        assertThat(log.at(OPENS, new CouponGranted(SALE, "grant", "grant", KIM, null)))
                .isEqualTo(PURGED);
    }

    @Test
    void aPurgeIsRefusedIfAnotherCampaignBeginsBetweenTheScheduleRecords() {
        var log = new LogFixture();
        log.at(0, scheduled("schedule", 3));
        log.at(0, of(OTHER, scheduled("schedule", 3)));
        log.at(0, scheduled("schedule", 3));
        log.at(0, closed("close", CloseCause.OPERATOR));

        assertThat(log.at(0, purge("cut", log.last()))).isEqualTo(REFUSED);
        log.at(0, new CampaignClosed(OTHER, "close", CloseCause.OPERATOR));
        assertThat(log.at(0, new CampaignPurged(OTHER, "purge", log.last()))).isEqualTo(DONE);
        assertThat(log.at(0, purge("whole", log.last()))).isEqualTo(DONE);
    }

    /** Folds from the start and from a low watermark have the same campaigns and the same later decisions. */
    @Test
    void aFoldFromALowWatermarkDecidesLikeOneFromTheStart() {
        int compared = 0;
        for (long seed = 0; seed < LOGS; seed++) {
            List<LogRecord> log = RandomLogs.of(seed, 0, SIZE);
            var random = new Random(seed);
            var fold = new Fold(0);
            for (int i = 0; i < log.size(); i++) {
                fold.apply(log.get(i));
                if (random.nextInt(80) == 0
                        && fold.lowWatermark().offset() > log.getFirst().offset()) {
                    assertSameDecisions(fold, log, i, seed);
                    compared++;
                }
            }
        }
        System.out.printf("%d folds from a low watermark, over %d logs%n", compared, LOGS);
        assertThat(compared).isGreaterThan(LOGS);
    }

    private static void assertSameDecisions(Fold whole, List<LogRecord> log, int last, long seed) {
        LowWatermark lowWatermark = whole.lowWatermark();
        var fromLowWatermark = new Fold(0, lowWatermark);
        var fromStart = new Fold(0);
        List<Decision> expected = new ArrayList<>();
        List<Decision> found = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            LogRecord record = log.get(i);
            Decision decision = fromStart.apply(record);
            if (record.offset() < lowWatermark.offset()) {
                continue;
            }
            Decision again = fromLowWatermark.apply(record);
            if (i > last) {
                expected.add(decision);
                found.add(again);
                assertThat(fromLowWatermark.deferredDecisions()).isEqualTo(fromStart.deferredDecisions());
            } else if (!again.equals(PURGED)) {
                assertThat(again).as("seed %d, %s", seed, record).isEqualTo(decision);
            }
            if (i == last) {
                isTheSame(fromLowWatermark.state(), fromStart.state(), seed);
            }
        }
        assertThat(found).as("seed %d, low watermark %s", seed, lowWatermark).isEqualTo(expected);
        isTheSame(fromLowWatermark.state(), fromStart.state(), seed);
    }

    private static void isTheSame(PartitionState one, PartitionState other, long seed) {
        assertThat(one.campaigns()).as("seed %d", seed).isEqualTo(other.campaigns());
        assertThat(one.due()).isEqualTo(other.due());
        assertThat(one.time()).isEqualTo(other.time());
        assertThat(one.applied()).isEqualTo(other.applied());
    }

    private static CampaignPurged purge(String commandId, long through) {
        return new CampaignPurged(SALE, commandId, through);
    }

    private static CampaignScheduled of(UUID campaign, CampaignScheduled command) {
        return new CampaignScheduled(
                campaign,
                command.commandId(),
                command.rules(),
                command.stock(),
                command.perUserLimit(),
                command.mode(),
                command.drawFrom(),
                command.opensAt(),
                command.closesAt(),
                command.segments(),
                command.seedHash());
    }
}
