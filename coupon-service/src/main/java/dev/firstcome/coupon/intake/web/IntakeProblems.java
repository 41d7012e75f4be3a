package dev.firstcome.coupon.intake.web;

import dev.firstcome.coupon.intake.IntakeResult;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.partitionstate.PartitionStateUnavailableException;
import dev.firstcome.platform.problems.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Maps rejections and unavailable components to problem documents. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class IntakeProblems {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    /** Retry delay of a closed intake without a scheduled end. */
    private static final Duration RETRY_AFTER_CLOSED = Duration.ofSeconds(10);

    private static final Duration RETRY_AFTER_MAX = Duration.ofMinutes(5);

    private final MessageSource messages;
    private final Clock clock;

    IntakeProblems(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    ProblemException intakeClosed(IntakeResult.IntakeClosed closed) {
        ProblemException problem = ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "COUPONS_CLOSED")
                .with("reason", closed.reason());
        Instant until = closed.until();
        if (until == null) {
            return problem.retryAfter(RETRY_AFTER_CLOSED);
        }
        Duration left = Duration.between(clock.instant(), until).plusSeconds(1);
        return problem.with("until", until).retryAfter(left.compareTo(RETRY_AFTER_MAX) < 0 ? left : RETRY_AFTER_MAX);
    }

    static ProblemException notOpen(Instant opensAt, @Nullable Instant drawFrom) {
        ProblemException problem = ProblemException.of(HttpStatus.CONFLICT, "NOT_OPEN", opensAt.toString())
                .with("opensAt", opensAt);
        return drawFrom == null ? problem : problem.with("drawFrom", drawFrom);
    }

    static ProblemException soldOut(@Nullable UUID couponId) {
        return withCoupon(ProblemException.of(HttpStatus.CONFLICT, "SOLD_OUT"), couponId);
    }

    static ProblemException closed(@Nullable UUID couponId) {
        return withCoupon(ProblemException.of(HttpStatus.CONFLICT, "CLOSED"), couponId);
    }

    static ProblemException notAdmitted() {
        return ProblemException.of(HttpStatus.FORBIDDEN, "ADMISSION_INVALID");
    }

    static ProblemException notEligible() {
        return ProblemException.of(HttpStatus.FORBIDDEN, "NOT_ELIGIBLE");
    }

    /** Clients get the challenge with {@code GET …/challenge}. */
    static ProblemException challengeUnsolved(int bits) {
        return ProblemException.of(HttpStatus.FORBIDDEN, "CHALLENGE_UNSOLVED").with("bits", bits);
    }

    /** Permanent: the campaign was purged. */
    static ProblemException purged() {
        return ProblemException.of(HttpStatus.GONE, "PURGED");
    }

    static ProblemException recovering() {
        return ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "RECOVERING").retryAfter(RETRY_AFTER);
    }

    private static ProblemException withCoupon(ProblemException problem, @Nullable UUID couponId) {
        return couponId == null ? problem : problem.with("couponId", couponId);
    }

    @ExceptionHandler(PartitionStateUnavailableException.class)
    ResponseEntity<ProblemDetail> recovering(PartitionStateUnavailableException failure, Locale locale) {
        return respond(recovering(), locale);
    }

    @ExceptionHandler(RequestLog.LogUnavailableException.class)
    ResponseEntity<ProblemDetail> unavailable(RequestLog.LogUnavailableException failure, Locale locale) {
        return respond(ProblemException.unavailable(), locale);
    }

    private ResponseEntity<ProblemDetail> respond(ProblemException problem, Locale locale) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .body(problem.updateAndGetBody(messages, locale));
    }
}
