package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.CLOSES;
import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.LEE;
import static dev.firstcome.model.LogFixture.OPENS;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.closed;
import static dev.firstcome.model.LogFixture.paused;
import static dev.firstcome.model.LogFixture.request;
import static dev.firstcome.model.LogFixture.resumed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.model.state.Decision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules version 2: a request that repeats a client id has the outcome of the first request with that id. */
class RepeatRulesTests {
    @Test
    void aRepeatHasTheCouponOfTheFirstRequest() {
        var log = openSale(2, 5, 1);

        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Issued(1));
        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Repeated(1));
        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.Duplicate(1));
        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.Issued(2));
    }

    @Test
    void eachClientIdOfAUserIsRepeatedByItself() {
        var log = openSale(2, 5, 2);
        log.at(OPENS, request(KIM, "a"));
        log.at(OPENS, request(KIM, "b"));

        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.Repeated(2, 2));
        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Repeated(1, 1));
        assertThat(log.at(OPENS, request(KIM, "c"))).isEqualTo(new Decision.Duplicate(2, 2));
    }

    @Test
    void aRepeatOfADeferredRequestRefersToItUntilItIsDecided() {
        var log = openSale(2, 1, 1);
        log.at(OPENS, paused("pause"));
        log.at(OPENS, request(KIM, "a"));

        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.RepeatedOfDeferred(1));
        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.DuplicateOfDeferred(1));
        log.at(OPENS, resumed("resume"));
        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Repeated(1));
    }

    @Test
    void aRepeatHasTheFirstOutcomeWhateverWasDecidedSince() {
        var log = openSale(2, 1, 1);
        log.at(OPENS, request(KIM, "a"));
        log.at(OPENS, new UserBlocked(SALE, "block", KIM));

        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Repeated(1));
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(log.at(CLOSES, request(KIM, "a"))).isEqualTo(new Decision.Repeated(1));
        assertThat(log.at(CLOSES, request(KIM, "b"))).isEqualTo(new Decision.Closed());
    }

    @Test
    void aRejectedClientIdCountsAsNew() {
        var log = openSale(2, 1, 1);
        log.at(OPENS, request(KIM, "a"));
        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.SoldOut());
        log.at(OPENS, new StockAdded(SALE, "more", 1));

        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.Issued(2));
        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.Repeated(2));
    }

    @Test
    void activatedRulesActOnLaterRequestsOnly() {
        var log = openSale(1, 5, 1);
        log.at(OPENS, request(KIM, "a"));
        log.at(OPENS, new RulesActivated(SALE, "activate", 2));

        assertThat(log.at(OPENS, request(KIM, "a")))
                .as("under version 1 no client id was stored")
                .isEqualTo(new Decision.Duplicate(1));
        log.at(OPENS, request(LEE, "a"));
        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.Repeated(2));
        log.at(OPENS, new RulesActivated(SALE, "back", 1));
        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.Duplicate(2));
    }

    private static LogFixture openSale(int rules, long stock, int limit) {
        var log = new LogFixture();
        log.at(
                0,
                new CampaignScheduled(
                        SALE,
                        "schedule",
                        rules,
                        stock,
                        limit,
                        CampaignMode.FIFO,
                        null,
                        Instant.ofEpochMilli(OPENS),
                        Instant.ofEpochMilli(CLOSES),
                        List.of(),
                        null));
        log.at(OPENS, new CampaignOpened(SALE, "open"));
        return log;
    }
}
