package dev.firstcome.coupon.rebuild.web;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.RebuildStarter;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.AcceptsIdempotencyKey;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The operator endpoints of rebuilds. A rebuild of a campaign folds its whole partition and reports only the campaign.
 */
@RestController
@RequestMapping({"/ops/campaigns/{campaignId}/rebuilds", "/ops/partitions/{partition}/rebuilds"})
@Tag(name = "Rebuilds")
class RebuildController {
    private static final int LIST_MAX = 20;

    private final RebuildStarter starter;
    private final Rebuilds rebuilds;

    RebuildController(RebuildStarter starter, Rebuilds rebuilds) {
        this.starter = starter;
        this.rebuilds = rebuilds;
    }

    record ListBody(List<RebuildBody> items) {}

    /** Estimates the cost of a rebuild without starting one. */
    @PostMapping("/preview")
    @Operation(operationId = "previewRebuild", summary = "Estimates the cost of a rebuild without starting it")
    RebuildStarter.Preview preview(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition) {
        return starter.preview(partitionOf(campaignId, partition));
    }

    @PostMapping
    @Operation(operationId = "startRebuild", summary = "Starts a rebuild of a partition from its log")
    @AcceptsIdempotencyKey
    @ApiResponse(responseCode = "202", description = "The rebuild; Location is its status")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "REBUILD_RUNNING")
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    ResponseEntity<RebuildBody> start(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @RequestBody NewRebuild body,
            @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        int rebuiltPartition = partitionOf(campaignId, partition);
        RebuildMode mode = body.checkedMode(campaignId != null);
        String key = call.getHeader(IdempotencyKey.HEADER);
        String command = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        var request = new Rebuild.Request(rebuiltPartition, campaignId, mode, body.checkedTerms(), operator, command);
        return switch (starter.start(request)) {
            case Rebuilds.StartResult.AlreadyRunning(UUID other) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "REBUILD_RUNNING")
                        .with("rebuildId", other);
            case Rebuilds.StartResult.Started(Rebuild started) -> {
                if (!started.request().equals(request)) {
                    throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
                }
                notes.changed(null, RebuildBody.of(started));
                yield ResponseEntity.accepted()
                        .location(URI.create(call.getRequestURI() + "/" + started.id()))
                        .body(RebuildBody.of(started));
            }
        };
    }

    /** The latest rebuilds of the partition, newest first. */
    @GetMapping
    @Operation(operationId = "listRebuilds", summary = "The latest rebuilds, the newest first")
    ListBody list(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition) {
        return new ListBody(rebuilds.latest(partitionOf(campaignId, partition), LIST_MAX).stream()
                .filter(one ->
                        campaignId == null || campaignId.equals(one.request().campaignId()))
                .map(RebuildBody::of)
                .toList());
    }

    @GetMapping("/{rebuildId}")
    @Operation(operationId = "getRebuild", summary = "One rebuild and its result")
    RebuildBody show(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @PathVariable UUID rebuildId) {
        return RebuildBody.of(find(rebuildId, campaignId, partition));
    }

    /** The attempt ends at its next checkpoint and removes its shadow state. */
    @PostMapping("/{rebuildId}/cancel")
    @Operation(operationId = "cancelRebuild", summary = "Cancels a running rebuild and removes its state")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "INVALID_STATE")
    RebuildBody cancel(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @PathVariable UUID rebuildId,
            @RequestBody CancelBody body,
            HttpServletRequest call) {
        AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        Rebuild found = find(rebuildId, campaignId, partition);
        if (!rebuilds.cancel(found.id())) {
            throw ProblemException.of(HttpStatus.CONFLICT, "INVALID_STATE").with("state", found.state());
        }
        return RebuildBody.of(find(rebuildId, campaignId, partition));
    }

    /** @param reason for the audit trail only */
    record CancelBody(@Nullable String reason) {}

    private Rebuild find(UUID rebuildId, @Nullable UUID campaignId, @Nullable Integer partition) {
        return starter.find(rebuildId, partitionOf(campaignId, partition), campaignId)
                .orElseThrow(ProblemException::notFound);
    }

    private int partitionOf(@Nullable UUID campaignId, @Nullable Integer partition) {
        if (campaignId != null) {
            return starter.partitionOf(campaignId).orElseThrow(ProblemException::notFound);
        }
        if (partition == null || partition < 0 || partition >= Topics.PARTITIONS) {
            throw ProblemException.notFound();
        }
        return partition;
    }
}
