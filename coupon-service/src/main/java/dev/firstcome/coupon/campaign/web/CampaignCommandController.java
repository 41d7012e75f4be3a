package dev.firstcome.coupon.campaign.web;

import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.log.CampaignClosed;
import dev.firstcome.contracts.coupon.log.CouponCommand;
import dev.firstcome.contracts.coupon.log.IssuingPaused;
import dev.firstcome.contracts.coupon.log.IssuingResumed;
import dev.firstcome.contracts.coupon.log.StockAdded;
import dev.firstcome.contracts.coupon.log.UserBlocked;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignCommandHandler;
import dev.firstcome.coupon.campaign.CampaignCommandHandler.Kind;
import dev.firstcome.coupon.campaign.CampaignStatus;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.AcceptsIdempotencyKey;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Operator commands to a campaign. Each command is a record of the log; the response contains its outcome. */
@RestController
@RequestMapping("/ops/campaigns/{campaignId}")
@AcceptsIdempotencyKey
@ProblemCodes(status = HttpStatus.CONFLICT, value = "INVALID_STATE")
@ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
@Tag(name = "Campaigns")
class CampaignCommandController {
    private final CampaignCommandHandler commands;
    private final Clock clock;

    CampaignCommandController(CampaignCommandHandler commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
    }

    /** Defers subsequent requests in their order. For a paused campaign, changes the resume time that users see. */
    @PostMapping("/pause")
    @Operation(
            operationId = "pauseCampaign",
            summary = "Pauses a campaign: requests are accepted and deferred in their order")
    CampaignBody pause(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        Instant until = body.validUntil(clock.instant());
        return execute(campaignId, Kind.PAUSE, body, call, (id, command) -> new IssuingPaused(id, command, until));
    }

    /** Decides the deferred requests in their order before subsequent requests. */
    @PostMapping("/resume")
    @Operation(
            operationId = "resumeCampaign",
            summary = "Resumes a campaign: deferred requests are decided in their order")
    CampaignBody resume(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        return execute(campaignId, Kind.RESUME, body, call, IssuingResumed::new);
    }

    @PostMapping("/close")
    @Operation(operationId = "closeCampaign", summary = "Closes a campaign for good")
    CampaignBody close(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        return execute(
                campaignId,
                Kind.CLOSE,
                body,
                call,
                (id, command) -> new CampaignClosed(id, command, CloseCause.OPERATOR));
    }

    @PostMapping("/stock")
    @Operation(operationId = "addStock", summary = "Adds coupons to the stock of a campaign")
    CampaignBody addStock(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        long amount = body.validAmount();
        return execute(campaignId, Kind.ADD_STOCK, body, call, (id, command) -> new StockAdded(id, command, amount));
    }

    @PostMapping("/blocks")
    @Operation(operationId = "blockUser", summary = "Rejects all later requests of a user for a campaign")
    CampaignBody block(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        UUID user = body.validUserId();
        return execute(campaignId, Kind.BLOCK, body, call, (id, command) -> new UserBlocked(id, command, user));
    }

    /** Purges a closed campaign before its retention time. Coupons and the public campaign data remain. */
    @PostMapping("/purge")
    @Operation(
            operationId = "purgeCampaign",
            summary = "Purges the state and the log of a closed campaign; coupons remain")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NOT_PROVED_YET")
    CampaignBody purge(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        return respond(Kind.PURGE, body, call, key -> commands.purge(campaignId, key));
    }

    private CampaignBody execute(
            UUID campaignId,
            Kind kind,
            CommandBody body,
            HttpServletRequest call,
            BiFunction<UUID, String, CouponCommand> record) {
        return respond(kind, body, call, key -> commands.execute(campaignId, kind, key, id -> record.apply(id, key)));
    }

    private static CampaignBody respond(
            Kind kind,
            CommandBody body,
            HttpServletRequest call,
            Function<String, CampaignCommandHandler.Result> command) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        String key = commandId(kind, call.getHeader(IdempotencyKey.HEADER));
        return switch (command.apply(key)) {
            case CampaignCommandHandler.Result.Executed(
                    Campaign campaign,
                    CampaignStatus before,
                    CampaignStatus after) -> {
                notes.changed(before, after);
                yield CampaignBody.of(campaign, after);
            }
            case CampaignCommandHandler.Result.Rejected(var state) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "INVALID_STATE").with("state", state);
            case CampaignCommandHandler.Result.NotYetProved() ->
                throw ProblemException.of(HttpStatus.CONFLICT, "NOT_PROVED_YET");
            case CampaignCommandHandler.Result.UnknownCampaign() -> throw ProblemException.notFound();
        };
    }

    /** Prefixes the key with the kind, so that a key reused for another kind of command does not return its outcome. */
    private static String commandId(Kind kind, @Nullable String key) {
        String suffix = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return kind + ":" + suffix;
    }
}
