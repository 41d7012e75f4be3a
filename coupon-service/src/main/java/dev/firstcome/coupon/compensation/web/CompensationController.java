package dev.firstcome.coupon.compensation.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.firstcome.coupon.compensation.CouponCompensator;
import dev.firstcome.coupon.compensation.CouponCompensator.ItemOutcome;
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

/** The operator endpoints that grant and revoke coupons. */
@RestController
@RequestMapping("/ops/campaigns/{campaignId}")
@Tag(name = "Compensation")
class CompensationController {
    private static final int REPORTED_IDS_MAX = 10;
    private final CouponCompensator compensator;

    CompensationController(CouponCompensator compensator) {
        this.compensator = compensator;
    }

    /**
     * The outcome of each user's grant or revocation.
     *
     * @param grantId identifies a repeated grant; omitted for a revocation
     * @param counts the number of users by outcome
     * @param nextCursor with {@code rebuildId} only: the cursor of the next call; omitted after the last user
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CompensationResultBody(
            @Nullable String grantId,
            Map<ItemOutcome, Long> counts,
            List<ItemBody> items,
            @Nullable UUID nextCursor) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ItemBody(UUID userId, ItemOutcome fate, @Nullable UUID couponId) {}

    /** Idempotent with an {@code Idempotency-Key}. Without a key, each call is a new grant. */
    @PostMapping("/grants")
    @Operation(
            operationId = "grantCoupons",
            summary = "Grants one coupon to each user outside stock and queue, once per Idempotency-Key")
    @AcceptsIdempotencyKey
    @ProblemCodes(status = HttpStatus.CONFLICT, value = "NO_DIFFERENCE")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    CompensationResultBody grant(
            @PathVariable UUID campaignId, @RequestBody CompensationBody body, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        UUID rebuild = body.checkedRebuild();
        if (rebuild != null) {
            CouponCompensator.Result result =
                    compensator.grantDifference(campaignId, rebuild, body.cursor(), body.checkedMessage());
            return body(CouponCompensator.grantIdOf(rebuild), result, notes);
        }
        String key = call.getHeader(IdempotencyKey.HEADER);
        String grantId = key == null
                ? UUID.randomUUID().toString()
                : IdempotencyKey.parse(key).value();
        return body(grantId, compensator.grant(campaignId, grantId, body.checkedUsers(), body.checkedMessage()), notes);
    }

    @PostMapping("/revocations")
    @Operation(operationId = "revokeCoupons", summary = "Revokes coupons; a redeemed coupon stays redeemed")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    CompensationResultBody revoke(
            @PathVariable UUID campaignId, @RequestBody CompensationBody body, HttpServletRequest call) {
        AuditNotes notes = AuditNotes.of(call).because(OperatorReason.of(body.reason()));
        return body(null, compensator.revoke(campaignId, body.checkedCoupons(), body.checkedMessage()), notes);
    }

    private static CompensationResultBody body(
            @Nullable String grantId, CouponCompensator.Result result, AuditNotes notes) {
        return switch (result) {
            case CouponCompensator.Result.Decided(var items, var next) -> {
                Map<ItemOutcome, Long> counts = new LinkedHashMap<>();
                items.forEach(item -> counts.merge(item.outcome(), 1L, Long::sum));
                notes.changed(null, counts);
                yield new CompensationResultBody(
                        grantId,
                        counts,
                        items.stream()
                                .map(item -> new ItemBody(item.userId(), item.outcome(), item.couponId()))
                                .toList(),
                        next);
            }
            case CouponCompensator.Result.NoDifference() ->
                throw ProblemException.of(HttpStatus.CONFLICT, "NO_DIFFERENCE");
            case CouponCompensator.Result.UnknownCampaign() -> throw ProblemException.notFound();
            case CouponCompensator.Result.UnknownCoupons(var ids) ->
                throw ProblemException.notFound()
                        .with("couponIds", ids.stream().limit(REPORTED_IDS_MAX).toList());
        };
    }
}
