package dev.firstcome.coupon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.CampaignOpened;
import dev.firstcome.contracts.coupon.CampaignScheduled;
import dev.firstcome.contracts.coupon.CouponIssued;
import dev.firstcome.contracts.coupon.CouponTakenBack;
import dev.firstcome.contracts.coupon.GrantIssued;
import dev.firstcome.contracts.coupon.RejectReason;
import dev.firstcome.contracts.coupon.RequestRejected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ToldTallyTests {
    private static final int PARTITION = 3;
    private static final long FLOOR = 1_000;
    private static final UUID CAMPAIGN = UUID.randomUUID();
    private static final long THROUGH = FLOOR + 100;
    private static final long OPENS = 1_799_999_000_000L;
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

        assertThat(audit())
                .isEqualTo(new ToldAudit(
                        THROUGH,
                        Map.of("ISSUED", 3L, "SOLD_OUT", 2L, "DUPLICATE", 1L, "GRANTED", 1L, "TAKEN_BACK", 1L),
                        0,
                        0,
                        0,
                        0,
                        0));
    }

    @Test
    void whatIsPublishedAgainCountsOnce() {
        tally.take(issued(1, FLOOR));
        tally.take(issued(1, FLOOR));
        tally.take(rejected(RejectReason.SOLD_OUT, FLOOR));

        ToldAudit audit = audit();

        assertThat(audit.outcomes()).isEqualTo(Map.of("ISSUED", 1L));
        assertThat(audit.repeated()).isEqualTo(2);
    }

    @Test
    void aSequenceThatNobodyHasIsAGapIfAHigherOneWasGiven() {
        tally.take(issued(2, FLOOR + 1));
        tally.take(issued(5, FLOOR + 2));

        assertThat(audit().gaps()).isEqualTo(3);
    }

    @Test
    void aSequenceThatSeveralRequestsHaveIsADuplicateForEachTooMany() {
        tally.take(issued(1, FLOOR));
        tally.take(issued(1, FLOOR + 1));
        tally.take(issued(1, FLOOR + 2));

        assertThat(audit().duplicates()).isEqualTo(2);
    }

    @Test
    void aLowerSequenceOfALaterRequestIsOutOfOrder() {
        tally.take(issued(1, FLOOR + 7));
        tally.take(issued(2, FLOOR + 3));
        tally.take(issued(3, FLOOR + 8));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    /** However often a campaign was opened: where the issuer is behind, an opening is appended again. */
    @Test
    void withoutADrawEveryRequestHasItsPlace() {
        look(CampaignMode.FIFO, FLOOR);
        tally.look(new CampaignOpened(CAMPAIGN, "one"), FLOOR + 1, OPENS);
        tally.look(new CampaignOpened(CAMPAIGN, "another"), FLOOR + 20, OPENS + 300);
        tally.take(issued(1, FLOOR + 7));
        tally.take(issued(2, FLOOR + 3));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void onlyTicketsOfADrawHaveNoOrder() {
        look(CampaignMode.DRAW, FLOOR);
        tally.look(null, FLOOR + 1, OPENS + 1_000);
        tally.look(new CampaignOpened(CAMPAIGN, "too early"), FLOOR + 5, OPENS - 1);
        tally.look(new CampaignOpened(CAMPAIGN, "in time"), FLOOR + 10, OPENS);
        tally.look(new CampaignOpened(CAMPAIGN, "again"), FLOOR + 30, OPENS + 300);
        tally.take(issued(1, FLOOR + 7));
        tally.take(issued(2, FLOOR + 3));
        tally.take(issued(3, FLOOR + 20));
        assertThat(audit().orderViolations()).isZero();

        tally.take(issued(4, FLOOR + 15));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void aTicketBehindARequestThatCameAfterTheDrawIsOutOfOrder() {
        look(CampaignMode.DRAW, FLOOR);
        tally.look(new CampaignOpened(CAMPAIGN, "in time"), FLOOR + 10, OPENS);
        tally.take(issued(1, FLOOR + 12));
        tally.take(issued(2, FLOOR + 3));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void whatIsMissingIsNoGapWhereTheOldestResultsAreGone() {
        tally.take(issued(4, FLOOR + 9));

        ToldAudit audit = tally.audit(THROUGH, false);

        assertThat(audit.gaps()).isZero();
        assertThat(audit.notChecked()).isEqualTo(3);
    }

    @Test
    void othersCampaignsAreNotCounted() {
        tally.take(
                new CouponIssued(PARTITION, FLOOR, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 9, 1, NOW));

        assertThat(audit()).isEqualTo(new ToldAudit(THROUGH, Map.of(), 0, 0, 0, 0, 0));
    }

    @Test
    void sequencesAboveTheBoundAreSaidToBeUnchecked() {
        tally.take(issued(1, FLOOR));
        tally.take(issued(ToldTally.SEQUENCES_MAX + 1L, FLOOR + 1));

        ToldAudit audit = audit();

        assertThat(audit.notChecked()).isEqualTo(1);
        assertThat(audit.gaps()).isZero();
        assertThat(audit.outcomes()).isEqualTo(Map.of("ISSUED", 2L));
    }

    private ToldAudit audit() {
        return tally.audit(THROUGH, true);
    }

    private void look(CampaignMode mode, long offset) {
        Instant opens = Instant.ofEpochMilli(OPENS);
        tally.look(
                new CampaignScheduled(
                        CAMPAIGN, "schedule", 1, 10, 1, mode, null, opens, opens.plusSeconds(60), List.of(), null),
                offset,
                OPENS - 10_000);
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
