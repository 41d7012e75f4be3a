package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.CLOSES;
import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.LEE;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.PARK;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.openSale;
import static dev.firstcome.model.LogFixture.request;
import static dev.firstcome.model.LogFixture.scheduled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.PartitionState;
import dev.firstcome.model.state.RecordedDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The rules for requests, in the order in which they are asked. */
class RequestRulesTests {
    @Test
    void aRequestOfAnUnknownCampaignIsPurged() {
        assertThat(new LogFixture().at(OPENS, request(KIM))).isEqualTo(new Decision.Purged());
    }

    @Test
    void aRequestAfterTheCloseIsClosed() {
        var log = openSale(5);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Closed());
    }

    @Test
    void aRequestAtTheClosingTimeIsClosedAlsoBeforeTheClosingRecord() {
        var log = openSale(5);

        assertThat(log.at(CLOSES - 1, request(KIM))).isEqualTo(new Decision.Issued(1));
        assertThat(log.at(CLOSES, request(LEE))).isEqualTo(new Decision.Closed());
    }

    @Test
    void aRequestAtTheClosingTimeIsClosedAlsoIfTheCampaignNeverOpened() {
        var log = new LogFixture();
        log.at(0, scheduled("schedule", 5));

        assertThat(log.at(CLOSES, request(KIM))).isEqualTo(new Decision.Closed());
    }

    @Test
    void aRequestBeforeTheOpeningRecordIsNotOpenAlsoAfterTheOpeningTime() {
        var log = new LogFixture();
        log.at(0, scheduled("schedule", 5));

        assertThat(log.at(OPENS + 1, request(KIM))).isEqualTo(new Decision.NotOpen());
    }

    @Test
    void theSecondRequestOfAUserIsADuplicateOfTheFirst() {
        var log = openSale(5);
        log.at(OPENS, request(LEE));
        log.at(OPENS, request(KIM));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Duplicate(2));
    }

    @Test
    void aHolderGetsDuplicateAlsoWhenAllIsGoneAndClosedWhenItIsOver() {
        var log = openSale(1);
        log.at(OPENS, request(KIM));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Duplicate(1));
        assertThat(log.at(CLOSES, request(KIM))).isEqualTo(new Decision.Closed());
    }

    @Test
    void sequencesFollowTheLogUntilTheStockIsGone() {
        var log = openSale(2);

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Issued(1));
        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.Issued(2));
        assertThat(log.at(OPENS, request(PARK))).isEqualTo(new Decision.SoldOut());
    }

    @Test
    void aClockThatFallsBackDoesNotReopenWhatWasOver() {
        var log = openSale(5);
        log.at(CLOSES, request(KIM));

        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.Closed());
        assertThat(log.fold.state().time()).isEqualTo(CLOSES);
    }

    @Test
    void theStateKeepsWhoHoldsWhatByWhichRecord() {
        var log = openSale(5);
        log.at(OPENS, request(KIM));

        PartitionState state = log.fold.state();

        CampaignState sale = Objects.requireNonNull(state.campaigns().get(SALE));
        assertThat(sale.holders()).containsOnlyKeys(KIM).containsEntry(KIM, List.of(new Holding(1, 9)));
        assertThat(sale.issued()).isEqualTo(1);
        assertThat(state.applied()).isEqualTo(9);
        assertThat(state.outcomes()).containsEntry(9L, new RecordedDecision(new Decision.Issued(1), 0));
    }

    @Test
    void offsetsMustRiseAndMayHaveGaps() {
        var fold = new Fold(0);
        fold.apply(LogRecordCodec.write(0, 5, 0, request(KIM)));

        fold.apply(LogRecordCodec.write(0, 9, 0, request(KIM)));

        assertThatThrownBy(() -> fold.apply(LogRecordCodec.write(0, 9, 0, request(KIM))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fold.apply(LogRecordCodec.write(1, 10, 0, request(KIM))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverTheOrderOfUsersThePrefixOfTheLogGetsTheCoupons() {
        UUID[] users = {KIM, LEE, PARK};
        for (int stock = 1; stock <= 3; stock++) {
            // All 81 orders of four requests by three users.
            for (int order = 0; order < 81; order++) {
                assertThat(firstComeFirstServed(openSale(stock), stock, order, users))
                        .isTrue();
            }
        }
    }

    private static boolean firstComeFirstServed(LogFixture log, int stock, int order, UUID[] users) {
        var served = new ArrayList<UUID>();
        int rest = order;
        for (int i = 0; i < 4; i++) {
            UUID user = users[rest % 3];
            rest /= 3;
            Decision expected;
            if (served.contains(user)) {
                expected = new Decision.Duplicate(served.indexOf(user) + 1L);
            } else if (served.size() == stock) {
                expected = new Decision.SoldOut();
            } else {
                served.add(user);
                expected = new Decision.Issued(served.size());
            }
            if (!log.at(OPENS, request(user)).equals(expected)) {
                return false;
            }
        }
        return true;
    }
}
