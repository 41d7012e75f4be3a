package dev.firstcome.coupon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ToldTallyTests {
    private static final int PARTITION = 3;
    private static final long FLOOR = 1_000;
    private static final UUID CAMPAIGN = UUID.randomUUID();
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final ToldTally tally = new ToldTally(CAMPAIGN, FLOOR);

    @Test
    void whatUsersWereToldIsCountedInWhateverOrderItIsRead() {
        tally.take(issued(3, FLOOR + 9));
        tally.take(rejected(RejectReason.SOLD_OUT, FLOOR + 20));
        tally.take(issued(1, FLOOR));
        tally.take(rejected(RejectReason.DUPLICATE, FLOOR + 2));
        tally.take(issued(2, FLOOR + 5));
        tally.take(rejected(RejectReason.SOLD_OUT, FLOOR + 11));
        tally.take(granted(FLOOR + 30));
        tally.take(takenBack(FLOOR + 31));

        assertThat(tally.audit())
                .isEqualTo(new ToldAudit(
                        Map.of("ISSUED", 3L, "SOLD_OUT", 2L, "DUPLICATE", 1L, "GRANTED", 1L, "TAKEN_BACK", 1L),
                        0,
                        0,
                        0,
                        0,
                        0));
        assertThat(tally.audit().isInOrder()).isTrue();
    }

    @Test
    void whatIsPublishedAgainCountsOnce() {
        tally.take(issued(1, FLOOR));
        tally.take(issued(1, FLOOR));
        tally.take(rejected(RejectReason.SOLD_OUT, FLOOR));

        ToldAudit audit = tally.audit();

        assertThat(audit.outcomes()).isEqualTo(Map.of("ISSUED", 1L));
        assertThat(audit.repeated()).isEqualTo(2);
        assertThat(audit.isInOrder()).isTrue();
    }

    @Test
    void aSequenceThatNobodyHasIsAGapIfAHigherOneWasGiven() {
        tally.take(issued(2, FLOOR + 1));
        tally.take(issued(5, FLOOR + 2));

        assertThat(tally.audit().gaps()).isEqualTo(3);
        assertThat(tally.audit().isInOrder()).isFalse();
    }

    @Test
    void aSequenceThatSeveralRequestsHaveIsADuplicateForEachTooMany() {
        tally.take(issued(1, FLOOR));
        tally.take(issued(1, FLOOR + 1));
        tally.take(issued(1, FLOOR + 2));

        assertThat(tally.audit().duplicates()).isEqualTo(2);
        assertThat(tally.audit().isInOrder()).isFalse();
    }

    @Test
    void aLowerSequenceOfALaterRequestIsOutOfOrder() {
        tally.take(issued(1, FLOOR + 7));
        tally.take(issued(2, FLOOR + 3));
        tally.take(issued(3, FLOOR + 8));

        assertThat(tally.audit().orderViolations()).isEqualTo(1);
        assertThat(tally.audit().isInOrder()).isFalse();
    }

    @Test
    void onlyTicketsOfADrawHaveNoOrder() {
        tally.look(new CampaignOpened(UUID.randomUUID(), "another's"), FLOOR + 900);
        tally.look(new CampaignOpened(CAMPAIGN, "open"), FLOOR + 10);
        tally.look(null, FLOOR + 11);
        tally.take(issued(1, FLOOR + 7));
        tally.take(issued(2, FLOOR + 3));
        tally.take(issued(3, FLOOR + 20));
        assertThat(tally.audit().orderViolations()).isZero();

        tally.take(issued(4, FLOOR + 15));

        assertThat(tally.audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void othersCampaignsAreNotCounted() {
        tally.take(
                new CouponIssued(PARTITION, FLOOR, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 9, 1, NOW));

        assertThat(tally.audit()).isEqualTo(new ToldAudit(Map.of(), 0, 0, 0, 0, 0));
    }

    @Test
    void sequencesAboveTheBoundAreSaidToBeUnchecked() {
        tally.take(issued(1, FLOOR));
        tally.take(issued(ToldTally.SEQUENCES_MAX + 1L, FLOOR + 1));

        ToldAudit audit = tally.audit();

        assertThat(audit.notChecked()).isEqualTo(1);
        assertThat(audit.gaps()).isZero();
        assertThat(audit.outcomes()).isEqualTo(Map.of("ISSUED", 2L));
    }

    private static CouponIssued issued(long sequence, long offset) {
        return new CouponIssued(PARTITION, offset, CAMPAIGN, UUID.randomUUID(), UUID.randomUUID(), sequence, 1, NOW);
    }

    private static RequestRejected rejected(RejectReason reason, long offset) {
        return new RequestRejected(PARTITION, offset, CAMPAIGN, UUID.randomUUID(), reason, null, NOW);
    }

    private static GrantIssued granted(long offset) {
        return new GrantIssued(
                PARTITION, offset, CAMPAIGN, UUID.randomUUID(), UUID.randomUUID(), "grant", 1, null, NOW);
    }

    private static CouponTakenBack takenBack(long offset) {
        return new CouponTakenBack(PARTITION, offset, CAMPAIGN, UUID.randomUUID(), UUID.randomUUID(), null, NOW);
    }
}
