package dev.firstcome.coupon.rebuild.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.audit.ResultAudit;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildStarter;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The operator endpoint of a campaign's audit: the result of its last rebuild with VERIFY or SWAP, including a refused
 * SWAP.
 */
@RestController
@Tag(name = "Rebuilds")
class AuditController {
    private final RebuildStarter starter;
    private final Rebuilds rebuilds;

    AuditController(RebuildStarter starter, Rebuilds rebuilds) {
        this.starter = starter;
        this.rebuilds = rebuilds;
    }

    /**
     * The {@link ResultAudit}, and the results of the comparisons.
     *
     * @param state DONE, or FAILED for a refused SWAP; then {@code failure} has the reason
     * @param through the last record whose result counts
     * @param position the record at which the live state was compared; later than {@code through}
     * @param differences requests, grants and revocations whose published result differs from the log
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AuditBody(
            UUID campaignId,
            UUID rebuildId,
            int partition,
            RebuildState state,
            @Nullable String failure,
            long through,
            @Nullable Long position,
            @Nullable Instant verifiedAt,
            Map<String, Long> outcomes,
            long repeated,
            long gaps,
            long duplicates,
            long orderViolations,
            long notChecked,
            long differences,
            Equal equal) {}

    /**
     * The equality with the log. Redis and the wallets are compared for all campaigns of the partition.
     *
     * @param redis omitted if not compared; also true if the live state was different and was replaced
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Equal(@Nullable Boolean redis, boolean results, boolean wallets) {}

    @GetMapping("/ops/campaigns/{campaignId}/audit")
    @Operation(
            operationId = "auditCampaign",
            summary = "Published outcomes of a campaign, compared with the log by its last rebuild")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NOT_VERIFIED")
    AuditBody audit(@PathVariable UUID campaignId) {
        int partition = starter.partitionOf(campaignId).orElseThrow(ProblemException::notFound);
        Rebuild last =
                rebuilds.findLatestVerification(partition, campaignId).orElseThrow(() -> notVerified(campaignId));
        ResultAudit audit = last.report().audit();
        if (audit == null) {
            throw notVerified(campaignId);
        }
        return body(campaignId, last, audit);
    }

    private static ProblemException notVerified(UUID campaignId) {
        return ProblemException.of(HttpStatus.CONFLICT, "NOT_VERIFIED")
                .with("verify", "POST /ops/campaigns/%s/rebuilds {\"mode\": \"VERIFY\"}".formatted(campaignId));
    }

    private static AuditBody body(UUID campaignId, Rebuild last, ResultAudit audit) {
        RebuildReport report = last.report();
        return new AuditBody(
                campaignId,
                last.id(),
                last.request().partition(),
                last.state(),
                last.failure(),
                audit.through(),
                report.position(),
                last.finishedAt(),
                new TreeMap<>(audit.outcomes()),
                audit.repeated(),
                audit.gaps(),
                audit.duplicates(),
                audit.orderViolations(),
                audit.notChecked(),
                report.differenceCount(),
                new Equal(
                        report.epoch() == null ? report.stateEqual() : Boolean.TRUE,
                        report.differenceCount() == 0,
                        report.couponsMissing() == 0 && report.couponsOther() == 0));
    }
}
