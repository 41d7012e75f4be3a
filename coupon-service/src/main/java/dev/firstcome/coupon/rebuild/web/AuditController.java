package dev.firstcome.coupon.rebuild.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.audit.ToldAudit;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.coupon.rebuild.StartRebuild;
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
 * A campaign's audit: what its last rebuild with VERIFY or SWAP found, also where a SWAP was refused. It is as old as
 * that.
 */
@RestController
@Tag(name = "Rebuilds")
class AuditController {
    private final StartRebuild places;
    private final Rebuilds rebuilds;

    AuditController(StartRebuild places, Rebuilds rebuilds) {
        this.places = places;
        this.rebuilds = rebuilds;
    }

    /**
     * What {@link ToldAudit} says, and what was compared.
     *
     * @param state DONE, or FAILED where a SWAP was refused; {@code failure} says why
     * @param through the last record whose result counts
     * @param position the record at which the live state and the fold were compared, some later
     * @param differences requests, grants and revocations that were told something else than the fold of the log says
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
     * What was equal to the fold of the log. Redis and the wallets are compared for all campaigns of the partition.
     *
     * @param redis missing: not compared. True also if it was not and was replaced
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Equal(@Nullable Boolean redis, boolean results, boolean wallets) {}

    @GetMapping("/ops/campaigns/{campaignId}/audit")
    @Operation(
            operationId = "auditCampaign",
            summary = "Published outcomes of a campaign, compared with the log by its last rebuild")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NOT_VERIFIED")
    AuditBody audit(@PathVariable UUID campaignId) {
        int partition = places.partitionOf(campaignId).orElseThrow(ProblemException::notFound);
        Rebuild last = rebuilds.lastVerdict(partition, campaignId).orElseThrow(() -> notVerified(campaignId));
        ToldAudit told = last.report().told();
        if (told == null) {
            throw notVerified(campaignId);
        }
        return body(campaignId, last, told);
    }

    private static ProblemException notVerified(UUID campaignId) {
        return ProblemException.of(HttpStatus.CONFLICT, "NOT_VERIFIED")
                .with("verify", "POST /ops/campaigns/%s/rebuilds {\"mode\": \"VERIFY\"}".formatted(campaignId));
    }

    private static AuditBody body(UUID campaignId, Rebuild last, ToldAudit told) {
        RebuildReport report = last.report();
        return new AuditBody(
                campaignId,
                last.id(),
                last.wish().partition(),
                last.state(),
                last.failure(),
                told.through(),
                report.position(),
                last.finishedAt(),
                new TreeMap<>(told.outcomes()),
                told.repeated(),
                told.gaps(),
                told.duplicates(),
                told.orderViolations(),
                told.notChecked(),
                report.differenceCount(),
                new Equal(
                        report.epoch() == null ? report.stateEqual() : Boolean.TRUE,
                        report.differenceCount() == 0,
                        report.couponsMissing() == 0 && report.couponsOther() == 0));
    }
}
