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

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CampaignForgotten;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponGranted;
import dev.firstcome.model.random.RandomLogs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A campaign that is over leaves the state, and a fold that begins behind it does not miss it. */
class ForgettingRulesTests {
    private static final Decision DONE = new Decision.Done();
    private static final Decision REFUSED = new Decision.Refused();
    private static final Decision FORGOTTEN = new Decision.Forgotten();
    private static final UUID OTHER = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8058");
    private static final int LOGS = 30;
    private static final int SIZE = 500;

    @Test
    void onlyAClosedCampaignIsForgotten() {
        var log = openSale(3);
        log.at(OPENS, request(KIM));

        assertThat(log.at(OPENS, forget("while open", log.last()))).isEqualTo(REFUSED);
        log.at(OPENS, paused("pause"));
        assertThat(log.at(OPENS, forget("while paused", log.last()))).isEqualTo(REFUSED);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(log.at(OPENS, forget("when closed", log.last()))).isEqualTo(DONE);

        assertThat(log.fold.state().campaigns()).isEmpty();
        assertThat(log.fold.state().due()).isEmpty();
    }

    @Test
    void whatItDecidedLateMustBePublishedAndNothingThatIsNotThereCanBe() {
        var log = openSale(3);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        long closing = log.last();

        assertThat(log.at(OPENS, forget("too early", closing - 1))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, forget("never", -1))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, forget("of the future", closing + 4))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, forget("too early", closing))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, forget("now", closing))).isEqualTo(DONE);
    }

    @Test
    void whatComesLaterIsForgotten() {
        var log = openSale(3);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        log.at(OPENS, forget("forget", log.last()));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(FORGOTTEN);
        assertThat(log.at(OPENS, closed("close", CloseCause.OPERATOR))).isEqualTo(FORGOTTEN);
        assertThat(log.at(OPENS, forget("forget", log.last()))).isEqualTo(FORGOTTEN);
        assertThat(log.at(OPENS, new CouponGranted(SALE, "grant", "grant", KIM, null)))
                .isEqualTo(FORGOTTEN);
    }

    @Test
    void aCampaignStaysWhileAnotherBeginsAmongTheRecordsThatScheduleIt() {
        var log = new LogFixture();
        log.at(0, scheduled("schedule", 3));
        log.at(0, of(OTHER, scheduled("schedule", 3)));
        log.at(0, scheduled("schedule", 3));
        log.at(0, closed("close", CloseCause.OPERATOR));

        assertThat(log.at(0, forget("cut", log.last()))).isEqualTo(REFUSED);
        log.at(0, new CampaignClosed(OTHER, "close", CloseCause.OPERATOR));
        assertThat(log.at(0, new CampaignForgotten(OTHER, "forget", log.last())))
                .isEqualTo(DONE);
        assertThat(log.at(0, forget("whole", log.last()))).isEqualTo(DONE);
    }

    /** With all of it, and from a floor that was found on the way: the same campaigns, and the same decisions from there on. */
    @Test
    void aFoldFromAFloorGoesOnLikeOneFromTheStart() {
        int compared = 0;
        for (long seed = 0; seed < LOGS; seed++) {
            List<LogRecord> log = RandomLogs.of(seed, 0, SIZE);
            var random = new Random(seed);
            var fold = new Fold(0);
            for (int i = 0; i < log.size(); i++) {
                fold.apply(log.get(i));
                if (random.nextInt(80) == 0
                        && fold.floor().offset() > log.getFirst().offset()) {
                    goesOnLike(fold, log, i, seed);
                    compared++;
                }
            }
        }
        System.out.printf("%d folds from a floor, over %d logs%n", compared, LOGS);
        assertThat(compared).isGreaterThan(LOGS);
    }

    private static void goesOnLike(Fold whole, List<LogRecord> log, int last, long seed) {
        Floor floor = whole.floor();
        var fromFloor = new Fold(0, floor);
        var fromStart = new Fold(0);
        List<Decision> expected = new ArrayList<>();
        List<Decision> found = new ArrayList<>();
        for (int i = 0; i < log.size(); i++) {
            LogRecord record = log.get(i);
            Decision decision = fromStart.apply(record);
            if (record.offset() < floor.offset()) {
                continue;
            }
            Decision again = fromFloor.apply(record);
            if (i > last) {
                expected.add(decision);
                found.add(again);
                assertThat(fromFloor.late()).isEqualTo(fromStart.late());
            } else if (!again.equals(FORGOTTEN)) {
                assertThat(again).as("seed %d, %s", seed, record).isEqualTo(decision);
            }
            if (i == last) {
                isTheSame(fromFloor.state(), fromStart.state(), seed);
            }
        }
        assertThat(found).as("seed %d, floor %s", seed, floor).isEqualTo(expected);
        isTheSame(fromFloor.state(), fromStart.state(), seed);
    }

    private static void isTheSame(PartitionState one, PartitionState other, long seed) {
        assertThat(one.campaigns()).as("seed %d", seed).isEqualTo(other.campaigns());
        assertThat(one.due()).isEqualTo(other.due());
        assertThat(one.time()).isEqualTo(other.time());
        assertThat(one.applied()).isEqualTo(other.applied());
    }

    private static CampaignForgotten forget(String commandId, long through) {
        return new CampaignForgotten(SALE, commandId, through);
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
