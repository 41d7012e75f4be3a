package dev.firstcome.coupon.compensation.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.compensation.Compensation;
import dev.firstcome.coupon.compensation.Compensation.Fate;
import dev.firstcome.platform.audit.AuditNotes;
import dev.firstcome.platform.audit.OperatorReason;
import dev.firstcome.platform.openapi.AcceptsIdempotencyKey;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Operators give coupons to users whom something went wrong for, and take back what should not have been given. */
@RestController
@RequestMapping("/ops/campaigns/{campaignId}")
@Tag(name = "Compensation")
class CompensationController {
    private static final int NAMED_MAX = 10;
    private final Compensation compensation;

    CompensationController(Compensation compensation) {
        this.compensation = compensation;
    }

    /**
     * What became of each user's part.
     *
     * @param grantId under which a repeated grant is known; missing of a revocation
     * @param counts users by what became of them
     * @param nextCursor of a rebuild's difference: where the next call goes on; missing: that was all
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AnswerBody(
            @Nullable String grantId,
            Map<Fate, Long> counts,
            List<ItemBody> items,
            @Nullable UUID nextCursor) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemBody(UUID userId, Fate fate, @Nullable UUID couponId) {}

    /** One coupon for each user, outside stock and line; under the same key once, however often it is called. */
    @PostMapping("/grants")
    @Operation(
            operationId = "grantCoupons",
            summary = "Grants one coupon to each user outside stock and queue, once per Idempotency-Key")
    @AcceptsIdempotencyKey
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NO_DIFFERENCE")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    AnswerBody grant(@PathVariable UUID campaignId, @RequestBody CompensationBody body, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        UUID rebuild = body.checkedRebuild();
        if (rebuild != null) {
            Compensation.Answer answer =
                    compensation.grantDifference(campaignId, rebuild, body.cursor(), body.checkedMessage());
            return answer(Compensation.grantIdOf(rebuild), answer, notes);
        }
        String key = call.getHeader(IdempotencyKey.HEADER);
        String grantId = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return answer(
                grantId, compensation.grant(campaignId, grantId, body.checkedUsers(), body.checkedMessage()), notes);
    }

    /** Takes coupons back, each once; what was redeemed stays redeemed. */
    @PostMapping("/revocations")
    @Operation(operationId = "revokeCoupons", summary = "Revokes coupons; a redeemed coupon stays redeemed")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    AnswerBody revoke(@PathVariable UUID campaignId, @RequestBody CompensationBody body, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        return answer(null, compensation.revoke(campaignId, body.checkedCoupons(), body.checkedMessage()), notes);
    }

    private static AnswerBody answer(@Nullable String grantId, Compensation.Answer answer, AuditNotes notes) {
        return switch (answer) {
            case Compensation.Answer.Decided(var items, var next) -> {
                Map<Fate, Long> counts = new LinkedHashMap<>();
                items.forEach(item -> counts.merge(item.fate(), 1L, Long::sum));
                notes.changed(null, counts);
                yield new AnswerBody(
                        grantId,
                        counts,
                        items.stream()
                                .map(item -> new ItemBody(item.userId(), item.fate(), item.couponId()))
                                .toList(),
                        next);
            }
            case Compensation.Answer.NoDifference() -> throw ProblemException.of(HttpStatus.CONFLICT, "NO_DIFFERENCE");
            case Compensation.Answer.UnknownCampaign() -> throw ProblemException.notFound();
            case Compensation.Answer.UnknownCoupons(var ids) ->
                throw ProblemException.notFound()
                        .with("couponIds", ids.stream().limit(NAMED_MAX).toList());
        };
    }
}
