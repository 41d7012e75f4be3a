package dev.firstcome.coupon.intake.web;

import dev.firstcome.coupon.fold.FoldUnavailable;
import dev.firstcome.coupon.intake.IntakeAnswer;
import dev.firstcome.coupon.log.RequestLog;
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

/** The refusals of this service in the words of HTTP. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class IntakeProblems {
    private static final Duration SOON = Duration.ofSeconds(1);

    /** When a client may ask again whether the intake is open, where nobody has said when it will be. */
    private static final Duration LATER = Duration.ofSeconds(10);

    private static final Duration LATEST = Duration.ofMinutes(5);

    private final MessageSource messages;
    private final Clock clock;

    IntakeProblems(MessageSource messages, Clock clock) {
        this.messages = messages;
        this.clock = clock;
    }

    ProblemException stopped(IntakeAnswer.Stopped stopped) {
        ProblemException problem = ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "COUPONS_CLOSED")
                .with("reason", stopped.reason());
        Instant until = stopped.until();
        if (until == null) {
            return problem.retryAfter(LATER);
        }
        Duration left = Duration.between(clock.instant(), until).plusSeconds(1);
        return problem.with("until", until).retryAfter(left.compareTo(LATEST) < 0 ? left : LATEST);
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

    /** The work is at {@code GET …/challenge}, for this user. */
    static ProblemException workNeeded(int bits) {
        return ProblemException.of(HttpStatus.FORBIDDEN, "CHALLENGE_UNSOLVED").with("bits", bits);
    }

    /** For good: the campaign was over long ago. */
    static ProblemException forgotten() {
        return ProblemException.of(HttpStatus.GONE, "FORGOTTEN");
    }

    static ProblemException recovering() {
        return ProblemException.of(HttpStatus.SERVICE_UNAVAILABLE, "RECOVERING").retryAfter(SOON);
    }

    private static ProblemException withCoupon(ProblemException problem, @Nullable UUID couponId) {
        return couponId == null ? problem : problem.with("couponId", couponId);
    }

    @ExceptionHandler(FoldUnavailable.class)
    ResponseEntity<ProblemDetail> recovering(FoldUnavailable away, Locale locale) {
        return answer(recovering(), locale);
    }

    @ExceptionHandler(RequestLog.LogUnavailable.class)
    ResponseEntity<ProblemDetail> unavailable(RequestLog.LogUnavailable away, Locale locale) {
        return answer(ProblemException.unavailable(), locale);
    }

    private ResponseEntity<ProblemDetail> answer(ProblemException problem, Locale locale) {
        return ResponseEntity.status(problem.getStatusCode())
                .headers(problem.getHeaders())
                .body(problem.updateAndGetBody(messages, locale));
    }
}
