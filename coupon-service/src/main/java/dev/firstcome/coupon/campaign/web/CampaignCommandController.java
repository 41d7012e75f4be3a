package dev.firstcome.coupon.campaign.web;

import dev.firstcome.contracts.coupon.CampaignClosed;
import dev.firstcome.contracts.coupon.CloseCause;
import dev.firstcome.contracts.coupon.CouponCommand;
import dev.firstcome.contracts.coupon.IssuingPaused;
import dev.firstcome.contracts.coupon.IssuingResumed;
import dev.firstcome.contracts.coupon.StockAdded;
import dev.firstcome.contracts.coupon.UserBlocked;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.CampaignStanding;
import dev.firstcome.coupon.campaign.CommandCampaign;
import dev.firstcome.coupon.campaign.CommandCampaign.Kind;
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

/** Operators' commands to a campaign. Each is a record of its line, and the call answers with its outcome. */
@RestController
@RequestMapping("/ops/campaigns/{campaignId}")
@AcceptsIdempotencyKey
@ProblemCodes(status = HttpStatus.CONFLICT, value = "DOES_NOT_FIT")
@ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
@Tag(name = "Campaigns")
class CampaignCommandController {
    private final CommandCampaign commands;
    private final Clock clock;

    CampaignCommandController(CommandCampaign commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
    }

    /** Holds requests in their order from here on; of a paused campaign it changes what users are told. */
    @PostMapping("/pause")
    @Operation(
            operationId = "pauseCampaign",
            summary = "Pauses a campaign: requests are accepted and deferred in their order")
    CampaignBody pause(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        Instant until = body.checkedUntil(clock.instant());
        return carryOut(campaignId, Kind.PAUSE, body, call, (id, command) -> new IssuingPaused(id, command, until));
    }

    /** Decides all that are held, in their order, and then goes on. */
    @PostMapping("/resume")
    @Operation(
            operationId = "resumeCampaign",
            summary = "Resumes a campaign: deferred requests are decided in their order")
    CampaignBody resume(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        return carryOut(campaignId, Kind.RESUME, body, call, IssuingResumed::new);
    }

    @PostMapping("/close")
    @Operation(operationId = "closeCampaign", summary = "Closes a campaign for good")
    CampaignBody close(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        return carryOut(
                campaignId,
                Kind.CLOSE,
                body,
                call,
                (id, command) -> new CampaignClosed(id, command, CloseCause.OPERATOR));
    }

    @PostMapping("/stock")
    @Operation(operationId = "addStock", summary = "Adds coupons to the stock of a campaign")
    CampaignBody addStock(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        long amount = body.checkedAmount();
        return carryOut(campaignId, Kind.ADD_STOCK, body, call, (id, command) -> new StockAdded(id, command, amount));
    }

    /** The user gets nothing from this campaign from here on. */
    @PostMapping("/blocks")
    @Operation(operationId = "blockUser", summary = "Rejects all later requests of a user for a campaign")
    CampaignBody block(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        UUID user = body.checkedUser();
        return carryOut(campaignId, Kind.BLOCK, body, call, (id, command) -> new UserBlocked(id, command, user));
    }

    /** The state and the log give up a closed campaign before its time; coupons and the campaign's page stay. */
    @PostMapping("/forget")
    @Operation(
            operationId = "purgeCampaign",
            summary = "Purges the state and the log of a closed campaign; coupons remain")
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NOT_PROVED_YET")
    CampaignBody forget(@PathVariable UUID campaignId, @RequestBody CommandBody body, HttpServletRequest call) {
        return answered(Kind.FORGET, body, call, key -> commands.forget(campaignId, key));
    }

    private CampaignBody carryOut(
            UUID campaignId,
            Kind kind,
            CommandBody body,
            HttpServletRequest call,
            BiFunction<UUID, String, CouponCommand> record) {
        return answered(kind, body, call, key -> commands.command(campaignId, kind, key, id -> record.apply(id, key)));
    }

    private static CampaignBody answered(
            Kind kind, CommandBody body, HttpServletRequest call, Function<String, CommandCampaign.Answer> command) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        String key = commandId(kind, call.getHeader(IdempotencyKey.HEADER));
        return switch (command.apply(key)) {
            case CommandCampaign.Answer.Done(Campaign campaign, CampaignStanding before, CampaignStanding after) -> {
                notes.changed(before, after);
                yield CampaignBody.of(campaign, after);
            }
            case CommandCampaign.Answer.Refused(var state) ->
                throw ProblemException.of(HttpStatus.CONFLICT, "DOES_NOT_FIT").with("state", state);
            case CommandCampaign.Answer.NotProved() -> throw ProblemException.of(HttpStatus.CONFLICT, "NOT_PROVED_YET");
            case CommandCampaign.Answer.UnknownCampaign() -> throw ProblemException.notFound();
        };
    }

    /**
     * With its kind, so that a key which was used for another command of the campaign does not get that one's outcome.
     */
    private static String commandId(Kind kind, @Nullable String key) {
        String own = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return kind + ":" + own;
    }
}
