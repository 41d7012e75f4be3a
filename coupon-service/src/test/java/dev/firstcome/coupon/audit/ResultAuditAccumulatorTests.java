package dev.firstcome.coupon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.CampaignMode;
import dev.firstcome.contracts.coupon.log.CampaignOpened;
import dev.firstcome.contracts.coupon.log.CampaignScheduled;
import dev.firstcome.contracts.coupon.result.CouponIssued;
import dev.firstcome.contracts.coupon.result.CouponRevocationApplied;
import dev.firstcome.contracts.coupon.result.GrantIssued;
import dev.firstcome.contracts.coupon.result.RejectReason;
import dev.firstcome.contracts.coupon.result.RequestRejected;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ResultAuditAccumulatorTests {
    private static final int PARTITION = 3;
    private static final long FIRST_OFFSET = 1_000;
    private static final UUID CAMPAIGN = UUID.randomUUID();
    private static final long THROUGH = FIRST_OFFSET + 100;
    private static final long OPENS = 1_799_999_000_000L;
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

    private final ResultAuditAccumulator accumulator = new ResultAuditAccumulator(CAMPAIGN, FIRST_OFFSET);

    @Test
    void resultsAreCountedInAnyOrder() {
        accumulator.add(issued(3, FIRST_OFFSET + 9));
        accumulator.add(rejected(RejectReason.SOLD_OUT, FIRST_OFFSET + 20));
        accumulator.add(issued(1, FIRST_OFFSET));
        accumulator.add(rejected(RejectReason.DUPLICATE, FIRST_OFFSET + 2));
        accumulator.add(issued(2, FIRST_OFFSET + 5));
        accumulator.add(rejected(RejectReason.SOLD_OUT, FIRST_OFFSET + 11));
        accumulator.add(granted(FIRST_OFFSET + 30));
        accumulator.add(revoked(FIRST_OFFSET + 31));

        assertThat(audit())
                .isEqualTo(new ResultAudit(
                        THROUGH,
                        Map.of("ISSUED", 3L, "SOLD_OUT", 2L, "DUPLICATE", 1L, "GRANTED", 1L, "REVOKED", 1L),
                        0,
                        0,
                        0,
                        0,
                        0));
    }

    @Test
    void aRepublishedResultIsCountedOnce() {
        accumulator.add(issued(1, FIRST_OFFSET));
        accumulator.add(issued(1, FIRST_OFFSET));
        accumulator.add(rejected(RejectReason.SOLD_OUT, FIRST_OFFSET));

        ResultAudit audit = audit();

        assertThat(audit.outcomes()).isEqualTo(Map.of("ISSUED", 1L));
        assertThat(audit.repeated()).isEqualTo(2);
    }

    @Test
    void aMissingSequenceBelowAHigherOneIsAGap() {
        accumulator.add(issued(2, FIRST_OFFSET + 1));
        accumulator.add(issued(5, FIRST_OFFSET + 2));

        assertThat(audit().gaps()).isEqualTo(3);
    }

    @Test
    void eachAdditionalRequestWithTheSameSequenceIsADuplicate() {
        accumulator.add(issued(1, FIRST_OFFSET));
        accumulator.add(issued(1, FIRST_OFFSET + 1));
        accumulator.add(issued(1, FIRST_OFFSET + 2));

        assertThat(audit().duplicates()).isEqualTo(2);
    }

    @Test
    void aLowerSequenceOfALaterRequestIsAnOrderViolation() {
        accumulator.add(issued(1, FIRST_OFFSET + 7));
        accumulator.add(issued(2, FIRST_OFFSET + 3));
        accumulator.add(issued(3, FIRST_OFFSET + 8));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    /** Independent of the number of opening records: a lagging issuer appends another one. */
    @Test
    void withoutADrawAllRequestsAreOrdered() {
        observeScheduled(CampaignMode.FIFO, FIRST_OFFSET);
        accumulator.observe(new CampaignOpened(CAMPAIGN, "one"), FIRST_OFFSET + 1, OPENS);
        accumulator.observe(new CampaignOpened(CAMPAIGN, "another"), FIRST_OFFSET + 20, OPENS + 300);
        accumulator.add(issued(1, FIRST_OFFSET + 7));
        accumulator.add(issued(2, FIRST_OFFSET + 3));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void ticketsOfADrawAreNotOrdered() {
        observeScheduled(CampaignMode.DRAW, FIRST_OFFSET);
        accumulator.observe(null, FIRST_OFFSET + 1, OPENS + 1_000);
        accumulator.observe(new CampaignOpened(CAMPAIGN, "too early"), FIRST_OFFSET + 5, OPENS - 1);
        accumulator.observe(new CampaignOpened(CAMPAIGN, "in time"), FIRST_OFFSET + 10, OPENS);
        accumulator.observe(new CampaignOpened(CAMPAIGN, "repeated"), FIRST_OFFSET + 30, OPENS + 300);
        accumulator.add(issued(1, FIRST_OFFSET + 7));
        accumulator.add(issued(2, FIRST_OFFSET + 3));
        accumulator.add(issued(3, FIRST_OFFSET + 20));
        assertThat(audit().orderViolations()).isZero();

        accumulator.add(issued(4, FIRST_OFFSET + 15));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void aTicketAfterARequestThatFollowedTheDrawIsAnOrderViolation() {
        observeScheduled(CampaignMode.DRAW, FIRST_OFFSET);
        accumulator.observe(new CampaignOpened(CAMPAIGN, "in time"), FIRST_OFFSET + 10, OPENS);
        accumulator.add(issued(1, FIRST_OFFSET + 12));
        accumulator.add(issued(2, FIRST_OFFSET + 3));

        assertThat(audit().orderViolations()).isEqualTo(1);
    }

    @Test
    void missingSequencesAreNotGapsIfTheOldestResultsWereDeleted() {
        accumulator.add(issued(4, FIRST_OFFSET + 9));

        ResultAudit audit = accumulator.audit(THROUGH, false);

        assertThat(audit.gaps()).isZero();
        assertThat(audit.notChecked()).isEqualTo(3);
    }

    @Test
    void otherCampaignsAreNotCounted() {
        accumulator.add(new CouponIssued(
                PARTITION, FIRST_OFFSET, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID(), 9, 1, NOW));

        assertThat(audit()).isEqualTo(new ResultAudit(THROUGH, Map.of(), 0, 0, 0, 0, 0));
    }

    @Test
    void sequencesAboveTheLimitAreReportedAsNotChecked() {
        accumulator.add(issued(1, FIRST_OFFSET));
        accumulator.add(issued(ResultAuditAccumulator.SEQUENCES_MAX + 1L, FIRST_OFFSET + 1));

        ResultAudit audit = audit();

        assertThat(audit.notChecked()).isEqualTo(1);
        assertThat(audit.gaps()).isZero();
        assertThat(audit.outcomes()).isEqualTo(Map.of("ISSUED", 2L));
    }

    private ResultAudit audit() {
        return accumulator.audit(THROUGH, true);
    }

    private void observeScheduled(CampaignMode mode, long offset) {
        Instant opens = Instant.ofEpochMilli(OPENS);
        accumulator.observe(
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

    private static CouponRevocationApplied revoked(long offset) {
        return new CouponRevocationApplied(
                PARTITION, offset, CAMPAIGN, UUID.randomUUID(), UUID.randomUUID(), null, NOW);
    }
}
