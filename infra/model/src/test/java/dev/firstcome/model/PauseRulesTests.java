package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.CLOSES;
import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.LEE;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.PARK;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.openSale;
import static dev.firstcome.model.LogFixture.paused;
import static dev.firstcome.model.LogFixture.request;
import static dev.firstcome.model.LogFixture.resumed;
import static dev.firstcome.model.LogFixture.scheduled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import dev.firstcome.model.state.FanOut;
import dev.firstcome.model.state.Holding;
import dev.firstcome.model.state.Phase;
import dev.firstcome.model.state.RecordedDecision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Requests that a pause defers, and their decision by a resume or a close. */
class PauseRulesTests {
    private static final Decision DONE = new Decision.Done();
    private static final Decision REFUSED = new Decision.Refused();

    @Test
    void aPauseHoldsRequestsInTheirOrderAndAResumeDecidesThemInIt() {
        var log = openSale(2);
        log.at(OPENS, paused("pause"));
        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.Deferred(1));
        long first = log.last();
        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Deferred(2));
        assertThat(log.at(OPENS, request(PARK))).isEqualTo(new Decision.Deferred(3));

        assertThat(log.at(OPENS, resumed("resume"))).isEqualTo(DONE);

        assertThat(log.fold.deferredDecisions())
                .extracting(DeferredDecision::decision)
                .containsExactly(new Decision.Issued(1), new Decision.Issued(2), new Decision.SoldOut());
        CampaignState sale = sale(log);
        assertThat(sale.fanOuts()).containsExactly(new FanOut(log.last(), 1, 3));
        assertThat(sale.holders()).containsOnlyKeys(LEE, KIM).containsEntry(LEE, List.of(new Holding(1, first)));
        assertThat(log.fold.state().outcomes()).containsEntry(first, new RecordedDecision(new Decision.Issued(1), 1));
        assertThat(log.at(OPENS, request(PARK))).isEqualTo(new Decision.SoldOut());
    }

    @Test
    void whoWaitsHasNoSecondPlace() {
        var log = openSale(2);
        log.at(OPENS, paused("pause"));
        log.at(OPENS, request(KIM));
        log.at(OPENS, request(LEE));

        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.DuplicateOfDeferred(2));
    }

    @Test
    void whoGotACouponBeforeThePauseIsADuplicateInIt() {
        var log = openSale(2);
        log.at(OPENS, request(KIM));
        log.at(OPENS, paused("pause"));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Duplicate(1));
    }

    @Test
    void stockAddedInThePauseServesThoseWhoWait() {
        var log = openSale(1);
        log.at(OPENS, request(KIM));
        log.at(OPENS, paused("pause"));
        log.at(OPENS, request(LEE));
        log.at(OPENS, new StockAdded(SALE, "more", 1));
        log.at(OPENS, resumed("resume"));

        assertThat(log.fold.deferredDecisions())
                .extracting(DeferredDecision::decision)
                .containsExactly(new Decision.Issued(2));
    }

    @Test
    void whoIsBlockedWhileWaitingGetsNothing() {
        var log = openSale(5);
        log.at(OPENS, paused("pause"));
        log.at(OPENS, request(KIM));
        log.at(OPENS, new UserBlocked(SALE, "block", KIM));
        log.at(OPENS, resumed("resume"));

        assertThat(log.fold.deferredDecisions())
                .extracting(DeferredDecision::decision)
                .containsExactly(new Decision.Blocked());
        assertThat(sale(log).holders()).isEmpty();
    }

    @Test
    void aPauseKeepsTheCampaignFromEndingByTimeAndWhoCameInTimeIsServed() {
        var log = openSale(5);
        log.at(OPENS, paused("pause"));
        log.at(CLOSES - 1, request(KIM));

        assertThat(log.at(CLOSES, request(LEE))).isEqualTo(new Decision.Closed());
        assertThat(log.at(CLOSES, closed("time", CloseCause.TIME))).isEqualTo(REFUSED);
        assertThat(log.fold.state().due()).isEmpty();
        assertThat(log.at(CLOSES, resumed("resume"))).isEqualTo(DONE);
        assertThat(log.fold.deferredDecisions())
                .extracting(DeferredDecision::decision)
                .containsExactly(new Decision.Issued(1));
        assertThat(log.fold.state().due()).containsEntry(SALE, CLOSES);
        assertThat(log.at(CLOSES, closed("time again", CloseCause.TIME))).isEqualTo(DONE);
    }

    @Test
    void anOperatorsCloseEndsTheWaitingToo() {
        var log = openSale(5);
        log.at(OPENS, paused("pause"));
        log.at(OPENS, request(KIM));

        assertThat(log.at(OPENS, closed("close", CloseCause.OPERATOR))).isEqualTo(DONE);
        assertThat(log.fold.deferredDecisions())
                .extracting(DeferredDecision::decision)
                .containsExactly(new Decision.Closed());
        assertThat(sale(log).phase()).isEqualTo(Phase.CLOSED);
        assertThat(sale(log).holders()).isEmpty();
    }

    @Test
    void eachPauseContinuesTheArrivalNumbersOfTheLast() {
        var log = openSale(5);
        log.at(OPENS, paused("one"));
        log.at(OPENS, request(KIM));
        log.at(OPENS, resumed("end of one"));
        long first = log.last();
        log.at(OPENS, paused("two"));
        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.Deferred(2));
        log.at(OPENS, resumed("end of two"));

        assertThat(sale(log).fanOuts()).containsExactly(new FanOut(first, 1, 1), new FanOut(log.last(), 2, 2));
        assertThat(sale(log).served()).isEqualTo(2);
    }

    @Test
    void inapplicableCommandsAreRefused() {
        var log = new LogFixture();
        log.at(0, scheduled("schedule", 5));

        assertThat(log.at(0, paused("too early"))).isEqualTo(REFUSED);
        assertThat(log.at(0, resumed("not paused"))).isEqualTo(REFUSED);
        var open = openSale(5);
        assertThat(open.at(OPENS, resumed("not paused"))).isEqualTo(REFUSED);
        open.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(open.at(OPENS, paused("over"))).isEqualTo(REFUSED);
    }

    @Test
    void aSecondPauseOnlyChangesTheAnnouncedReason() {
        var log = openSale(5);
        log.at(OPENS, paused("one"));
        assertThat(log.at(OPENS, new IssuingPaused(SALE, "two", Instant.ofEpochMilli(150))))
                .isEqualTo(DONE);
        assertThat(sale(log).until()).isEqualTo(150);
        assertThat(log.at(OPENS, new IssuingPaused(SALE, "three", Instant.MAX))).isEqualTo(REFUSED);

        log.at(OPENS, resumed("resume"));

        assertThat(sale(log).until()).isZero();
    }

    private static CampaignState sale(LogFixture log) {
        return Objects.requireNonNull(log.fold.state().campaigns().get(SALE));
    }
}
