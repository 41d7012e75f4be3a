package dev.firstcome.model;

import static dev.firstcome.model.LogFixture.KIM;
import static dev.firstcome.model.LogFixture.LEE;
import static dev.firstcome.model.LogFixture.SALE;
import static dev.firstcome.model.LogFixture.opened;
import static dev.firstcome.model.LogFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import dev.firstcome.model.hashing.CouponIds;
import dev.firstcome.model.log.LogRecord;
import dev.firstcome.model.log.LogRecordCodec;
import dev.firstcome.model.state.Decision;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is published for a decision. */
class ExpectedResultsTests {
    private static final LogRecord REQUEST = LogRecordCodec.write(3, 9, 150, request(LEE));

    @Test
    void anIssuedCouponIsPublishedAtTheRecordsOwnTime() {
        UUID couponId = CouponIds.of(SALE, LEE, 4);

        assertThat(ExpectedResults.of(REQUEST, new Decision.Issued(4)))
                .contains(new CouponIssued(3, 9, SALE, LEE, couponId, 4, 1, Instant.ofEpochMilli(150)));
    }

    @Test
    void aDuplicateNamesTheCouponThatTheUserHas() {
        assertThat(ExpectedResults.of(REQUEST, new Decision.Duplicate(4)))
                .contains(rejected(RejectReason.DUPLICATE, CouponIds.of(SALE, LEE, 4)));
    }

    @Test
    void aRejectionHasItsReasonAndAPurgedCampaignIsClosed() {
        assertThat(ExpectedResults.of(REQUEST, new Decision.SoldOut())).contains(rejected(RejectReason.SOLD_OUT, null));
        assertThat(ExpectedResults.of(REQUEST, new Decision.NotOpen())).contains(rejected(RejectReason.NOT_OPEN, null));
        assertThat(ExpectedResults.of(REQUEST, new Decision.Closed())).contains(rejected(RejectReason.CLOSED, null));
        assertThat(ExpectedResults.of(REQUEST, new Decision.Purged())).contains(rejected(RejectReason.CLOSED, null));
    }

    @Test
    void commandsAndUnreadableRecordsHaveNoResult() {
        LogRecord command = LogRecordCodec.write(3, 9, 150, opened("a"));

        assertThat(ExpectedResults.of(command, new Decision.Done())).isEmpty();
        assertThat(ExpectedResults.of(new LogRecord(3, 9, 150, null, null, null), new Decision.Invalid()))
                .isEmpty();
    }

    @Test
    void aCouponIdHasTheCampaignsTimeTheUsersBucketAndVersionSeven() {
        UUID id = CouponIds.of(SALE, LEE, 4);

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.toString()).startsWith("01890a5d-ac96-7fff-");
        assertThat(id).isNotEqualTo(CouponIds.of(SALE, LEE, 5)).isEqualTo(CouponIds.of(SALE, LEE, 4));
        assertThat(CouponIds.of(SALE, KIM, 4).getLeastSignificantBits()).isEqualTo(id.getLeastSignificantBits());
    }

    @Test
    void aCouponIdIsTheOneWrittenDownHere() {
        // Computed apart from this code, from the first 8 bytes of SHA-256(campaign, 00, 0000000000000001).
        assertThat(CouponIds.of(SALE, KIM, 1)).hasToString("01890a5d-ac96-7001-8251-e8780f38ead6");
    }

    private static RequestRejected rejected(RejectReason reason, @Nullable UUID couponId) {
        return new RequestRejected(3, 9, SALE, LEE, reason, couponId, Instant.ofEpochMilli(150));
    }
}
