package dev.firstcome.coupon.rebuild.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.audit.ResultAudit;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.RebuildPhase;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A rebuild over HTTP. {@link RebuildReport} defines the figures. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RebuildBody(
        UUID rebuildId,
        int partition,
        @Nullable UUID campaignId,
        RebuildMode mode,
        RebuildState state,
        RebuildPhase phase,
        @Nullable String failure,
        int attempt,
        Instant createdAt,
        @Nullable Instant finishedAt,
        long recordsDone,
        long recordsTotal,
        long recordsPerSecond,
        long resultsCompared,
        long differenceCount,
        long gained,
        long lost,
        Coupons coupons,
        State liveState,
        @Nullable ResultAudit audit) {
    /** The comparison of the wallets. */
    record Coupons(long compared, long missing, long other) {}

    /** The comparison of the live state. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            long compared,
            @Nullable Boolean equal,
            @Nullable Long position,
            @Nullable Long epoch,
            List<String> samples) {}

    static RebuildBody of(Rebuild rebuild) {
        RebuildReport report = rebuild.report();
        return new RebuildBody(
                rebuild.id(),
                rebuild.request().partition(),
                rebuild.request().campaignId(),
                rebuild.request().mode(),
                rebuild.state(),
                report.phase(),
                rebuild.failure(),
                rebuild.attempt(),
                rebuild.createdAt(),
                rebuild.finishedAt(),
                report.recordsDone(),
                report.recordsTotal(),
                report.recordsPerSecond(),
                report.resultsCompared(),
                report.differenceCount(),
                report.gained(),
                report.lost(),
                new Coupons(report.couponsCompared(), report.couponsMissing(), report.couponsOther()),
                new State(
                        report.stateCompared(),
                        report.stateEqual(),
                        report.position(),
                        report.epoch(),
                        report.samples()),
                report.audit());
    }
}
