package dev.firstcome.coupon.intake.web;

import dev.firstcome.coupon.intake.CouponIntake;
import dev.firstcome.coupon.intake.IntakeResult;
import dev.firstcome.coupon.intake.RequestStatus;
import dev.firstcome.coupon.intake.RequestStatusService;
import dev.firstcome.platform.openapi.ProblemCodes;
import dev.firstcome.platform.problems.ProblemException;
import dev.firstcome.platform.tokens.Caller;
import dev.firstcome.platform.tokens.CurrentUser;
import dev.firstcome.platform.web.IdempotencyKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Coupon requests and their status. */
@RestController
@RequestMapping("/api/campaigns/{campaignId}")
@Tag(name = "Queue")
class RequestController {
    private final CouponIntake intake;
    private final RequestStatusService requestStatuses;
    private final IntakeProblems problems;

    RequestController(CouponIntake intake, RequestStatusService requestStatuses, IntakeProblems problems) {
        this.intake = intake;
        this.requestStatuses = requestStatuses;
        this.problems = problems;
    }

    @PostMapping("/requests")
    @Operation(
            operationId = "requestCoupon",
            summary = "Requests a coupon: the request is queued in the order of arrival")
    @ApiResponse(responseCode = "202", description = "The queued request; Location is its status")
    @ProblemCodes(status = HttpStatus.FORBIDDEN, value = "ADMISSION_INVALID")
    @ProblemCodes(
            status = HttpStatus.CONFLICT,
            value = {"NOT_OPEN", "SOLD_OUT", "CLOSED"})
    @ProblemCodes(
            status = HttpStatus.SERVICE_UNAVAILABLE,
            value = {"COUPONS_CLOSED", "RECOVERING"})
    ResponseEntity<RequestStatusBody> request(
            @PathVariable UUID campaignId,
            @CurrentUser Caller caller,
            @RequestHeader(name = "X-Admission", required = false) @Nullable String admission,
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key) {
        String clientId = key == null ? null : IdempotencyKey.parse(key).value();
        return switch (intake.submit(new CouponIntake.Request(campaignId, caller, admission, clientId))) {
            case IntakeResult.Accepted(var requestId, var position, var receipt) ->
                ResponseEntity.accepted()
                        .location(URI.create("/api/campaigns/%s/requests/%s".formatted(campaignId, requestId)))
                        .body(RequestStatusBody.accepted(requestId, position, receipt));
            case IntakeResult.NotOpen(var opensAt, var drawFrom) -> throw IntakeProblems.notOpen(opensAt, drawFrom);
            case IntakeResult.SoldOut(var couponId) -> throw IntakeProblems.soldOut(couponId);
            case IntakeResult.Closed(var couponId) -> throw IntakeProblems.closed(couponId);
            case IntakeResult.NotAdmitted() -> throw IntakeProblems.notAdmitted();
            case IntakeResult.UnknownCampaign() -> throw ProblemException.notFound();
            case IntakeResult.IntakeClosed closed -> throw problems.intakeClosed(closed);
            case IntakeResult.QueueFull() -> throw IntakeProblems.recovering();
        };
    }

    @GetMapping("/requests/{requestId}")
    @Operation(operationId = "getRequest", summary = "The status of a request; Retry-After says when to poll again")
    @ProblemCodes(status = HttpStatus.GONE, value = "PURGED")
    @ProblemCodes(status = HttpStatus.SERVICE_UNAVAILABLE, value = "RECOVERING")
    ResponseEntity<RequestStatusBody> status(
            @PathVariable UUID campaignId, @PathVariable String requestId, @CurrentUser UUID userId) {
        RequestStatus status = requestStatuses
                .find(campaignId, requestId, userId)
                .map(requestStatuses::of)
                .orElseThrow(ProblemException::notFound);
        if (status instanceof RequestStatus.Purged) {
            throw IntakeProblems.purged();
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.ok();
        if (!status.isFinal()) {
            response.header(HttpHeaders.RETRY_AFTER, "1");
        }
        return response.body(RequestStatusBody.of(requestId, status));
    }
}
