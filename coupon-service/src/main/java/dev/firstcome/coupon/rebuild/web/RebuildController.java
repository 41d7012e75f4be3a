package dev.firstcome.coupon.rebuild.web;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.Rebuilds;
import dev.firstcome.coupon.rebuild.StartRebuild;
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

/** Rebuilds of a partition, or of a campaign, which folds its partition and tells of the campaign. */
@RestController
@RequestMapping({"/ops/campaigns/{campaignId}/rebuilds", "/ops/partitions/{partition}/rebuilds"})
@Tag(name = "Rebuilds")
class RebuildController {
    private static final int LIST_MAX = 20;

    private final StartRebuild start;
    private final Rebuilds rebuilds;

    RebuildController(StartRebuild start, Rebuilds rebuilds) {
        this.start = start;
        this.rebuilds = rebuilds;
    }

    record ListBody(List<RebuildBody> items) {}

    /** What a rebuild would touch; begins none. */
    @PostMapping("/preview")
    @Operation(operationId = "previewRebuild", summary = "What a rebuild would process; it starts none")
    StartRebuild.Preview preview(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition) {
        return start.preview(place(campaignId, partition));
    }

    @PostMapping
    @Operation(operationId = "startRebuild", summary = "Starts a rebuild of a partition from its log")
    @AcceptsIdempotencyKey
    @ApiResponse(responseCode = "202", description = "The rebuild; Location is its status")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "REBUILD_RUNNING")
    @ProblemCodes(status = HttpStatus.UNPROCESSABLE_CONTENT, value = "IDEMPOTENCY_MISMATCH")
    ResponseEntity<RebuildBody> begin(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @RequestBody NewRebuild body,
            @CurrentUser UUID operator,
            HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        int place = place(campaignId, partition);
        RebuildMode mode = body.checkedMode(campaignId != null);
        String key = call.getHeader(IdempotencyKey.HEADER);
        String command = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        var wish = new Rebuild.Wish(place, campaignId, mode, body.checkedTerms(), operator, command);
        return switch (start.begin(wish)) {
            case Rebuilds.Begun.Busy(UUID other) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "REBUILD_RUNNING")
                        .with("rebuildId", other);
            case Rebuilds.Begun.Kept(Rebuild kept) -> {
                if (!kept.wish().equals(wish)) {
                    throw ProblemException.of(HttpStatus.UNPROCESSABLE_CONTENT, "IDEMPOTENCY_MISMATCH");
                }
                notes.changed(null, RebuildBody.of(kept));
                yield ResponseEntity.accepted()
                        .location(URI.create(call.getRequestURI() + "/" + kept.id()))
                        .body(RebuildBody.of(kept));
            }
        };
    }

    /** The latest of the partition, the newest first. */
    @GetMapping
    @Operation(operationId = "listRebuilds", summary = "The latest rebuilds, the newest first")
    ListBody list(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition) {
        return new ListBody(rebuilds.latest(place(campaignId, partition), LIST_MAX).stream()
                .filter(one ->
                        campaignId == null || campaignId.equals(one.wish().campaignId()))
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

    /** It ends as soon as it looks up; what it made beside the live state is removed. */
    @PostMapping("/{rebuildId}/cancel")
    @Operation(operationId = "cancelRebuild", summary = "Cancels a running rebuild and removes its state")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "DOES_NOT_FIT")
    RebuildBody cancel(
            @PathVariable(required = false) @Nullable UUID campaignId,
            @PathVariable(required = false) @Nullable Integer partition,
            @PathVariable UUID rebuildId,
            @RequestBody CancelBody body,
            HttpServletRequest call) {
        AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        Rebuild found = find(rebuildId, campaignId, partition);
        if (!rebuilds.cancel(found.id())) {
            throw ProblemException.of(HttpStatus.CONFLICT, "DOES_NOT_FIT").with("state", found.state());
        }
        return RebuildBody.of(find(rebuildId, campaignId, partition));
    }

    /** @param reason why; for the audit trail */
    record CancelBody(@Nullable String reason) {}

    private Rebuild find(UUID rebuildId, @Nullable UUID campaignId, @Nullable Integer partition) {
        return start.find(rebuildId, place(campaignId, partition), campaignId).orElseThrow(ProblemException::notFound);
    }

    private int place(@Nullable UUID campaignId, @Nullable Integer partition) {
        if (campaignId != null) {
            return start.partitionOf(campaignId).orElseThrow(ProblemException::notFound);
        }
        if (partition == null || partition < 0 || partition >= Topics.PARTITIONS) {
            throw ProblemException.notFound();
        }
        return partition;
    }
}
