package dev.firstcome.model;

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
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CouponGranted;
import dev.firstcome.contracts.coupon.log.CouponRevoked;
import dev.firstcome.contracts.coupon.log.RulesActivated;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.model.hashing.CouponIds;
import dev.firstcome.model.state.CampaignState;
import dev.firstcome.model.state.Decision;
import dev.firstcome.model.state.DeferredDecision;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Limits above one, segments, stock, blocks, grants and revokes. */
class OperatorRulesTests {
    private static final Decision DONE = new Decision.Done();
    private static final Decision REFUSED = new Decision.Refused();

    @Test
    void withALimitAboveOneEachClientIdIsServedOnceUpToTheLimit() {
        var log = openSale(9, 2);

        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Issued(1, 1));
        assertThat(log.at(OPENS, request(LEE, "a"))).isEqualTo(new Decision.Issued(2, 1));
        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Duplicate(1, 1));
        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.Issued(3, 2));
        assertThat(log.at(OPENS, request(KIM, "c"))).isEqualTo(new Decision.Duplicate(3, 2));
        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.Duplicate(1, 1));
    }

    @Test
    void aRejectedClientIdIsDecidedAgain() {
        var log = openSale(1, 2);
        log.at(OPENS, request(KIM, "a"));

        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.SoldOut());
        log.at(OPENS, new StockAdded(SALE, "more", 1));
        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.Issued(2, 2));
    }

    @Test
    void deferredRequestsCountForTheLimitAndKeepTheirClientIds() {
        var log = openSale(1, 3);
        log.at(OPENS, paused("pause"));
        log.at(OPENS, request(KIM, "a"));
        log.at(OPENS, request(KIM, "b"));

        assertThat(log.at(OPENS, request(KIM, "a"))).isEqualTo(new Decision.DuplicateOfDeferred(1));
        log.at(OPENS, request(KIM, "c"));
        assertThat(log.at(OPENS, request(KIM, "d"))).isEqualTo(new Decision.DuplicateOfDeferred(3));
        log.at(OPENS, resumed("resume"));
        assertThat(log.fold.deferredDecisions())
                .extracting(DeferredDecision::decision)
                .containsExactly(new Decision.Issued(1, 1), new Decision.SoldOut(), new Decision.SoldOut());
        log.at(OPENS, new StockAdded(SALE, "more", 1));
        assertThat(log.at(OPENS, request(KIM, "b"))).isEqualTo(new Decision.Issued(2, 2));
    }

    @Test
    void aCampaignForSegmentsIsForUsersOfAnyOfThem() {
        var log = openSale(9, 1, "vip", "staff");

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.NotEligible());
        assertThat(log.at(OPENS, request(KIM, "c", "new"))).isEqualTo(new Decision.NotEligible());
        assertThat(log.at(OPENS, request(KIM, "c", "new", "staff"))).isEqualTo(new Decision.Issued(1));
        assertThat(openSale(9).at(OPENS, request(KIM, "c", "new"))).isEqualTo(new Decision.Issued(1));
    }

    @Test
    void stockIsAddedWhileThereIsACampaignToAddItTo() {
        var log = openSale(1);
        log.at(OPENS, request(KIM));
        log.at(OPENS, request(LEE));

        assertThat(log.at(OPENS, new StockAdded(SALE, "none", 0))).isEqualTo(REFUSED);
        assertThat(log.at(OPENS, new StockAdded(SALE, "too much", (1L << 32) - 1)))
                .isEqualTo(REFUSED);
        assertThat(log.at(OPENS, new StockAdded(SALE, "more", 1))).isEqualTo(DONE);
        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.Issued(2));
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(log.at(OPENS, new StockAdded(SALE, "late", 1))).isEqualTo(REFUSED);
    }

    @Test
    void aBlockedUserGetsNothingFromThereOn() {
        var log = openSale(9);
        log.at(OPENS, request(KIM));
        log.at(OPENS, new UserBlocked(SALE, "block", KIM));
        log.at(OPENS, new UserBlocked(SALE, "block another", LEE));

        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Blocked());
        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.Blocked());
        assertThat(log.at(OPENS, new CouponGranted(SALE, "grant", "sorry", LEE, null)))
                .isEqualTo(REFUSED);
        assertThat(log.at(OPENS, request(PARK))).isEqualTo(new Decision.Issued(2));
    }

    @Test
    void aGrantIsOutsideStockAndSequenceAndOncePerUserAndGrant() {
        var log = openSale(1);
        log.at(OPENS, request(KIM));

        assertThat(log.at(OPENS, grant("one", "sorry", KIM))).isEqualTo(new Decision.Granted(1));
        assertThat(log.at(OPENS, grant("one", "sorry", LEE))).isEqualTo(new Decision.Granted(2));
        assertThat(log.at(OPENS, grant("two", "sorry", LEE))).isEqualTo(DONE);
        assertThat(log.at(OPENS, grant("three", "very sorry", LEE))).isEqualTo(new Decision.Granted(3));
        log.at(OPENS, closed("close", CloseCause.OPERATOR));
        assertThat(log.at(OPENS, grant("four", "after all", LEE))).isEqualTo(new Decision.Granted(4));
        assertThat(sale(log).issued()).isEqualTo(1);
    }

    @Test
    void aRevokeReturnsNeitherStockNorLimit() {
        var log = openSale(1);
        log.at(OPENS, request(KIM));
        UUID coupon = CouponIds.of(SALE, KIM, 1);

        assertThat(log.at(OPENS, new CouponRevoked(SALE, "revoke", coupon, KIM, null)))
                .isEqualTo(new Decision.Revoked());
        assertThat(log.at(OPENS, new CouponRevoked(SALE, "revoke", coupon, KIM, null)))
                .isEqualTo(DONE);
        assertThat(log.at(OPENS, request(KIM))).isEqualTo(new Decision.Duplicate(1));
        assertThat(log.at(OPENS, request(LEE))).isEqualTo(new Decision.SoldOut());
    }

    @Test
    void theRulesOfAClosedCampaignStayAsTheyAre() {
        var log = openSale(1);
        assertThat(log.at(OPENS, new RulesActivated(SALE, "same", 1))).isEqualTo(DONE);
        log.at(OPENS, closed("close", CloseCause.OPERATOR));

        assertThat(log.at(OPENS, new RulesActivated(SALE, "late", 1))).isEqualTo(REFUSED);
    }

    private static CouponGranted grant(String commandId, String grantId, UUID user) {
        return new CouponGranted(SALE, commandId, grantId, user, null);
    }

    private static CampaignState sale(LogFixture log) {
        return Objects.requireNonNull(log.fold.state().campaigns().get(SALE));
    }
}
