package dev.firstcome.platform.deadlines;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.firstcome.platform.deadlines.RequestDeadline.DeadlineHeaders;
import dev.firstcome.platform.problems.SecurityProblemHandler;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses a request that is past its deadline when it is read, because the gateway has answered 504 by then. Binds the
 * deadline of every other request to the serving thread. Refusals are counted in {@code firstcome.deadline.refused}, by
 * whether they happened at the receipt or at the first effect.
 *
 * <p>The deadline is computed on the monotonic clock of this process: the receipt time, plus the budget, minus the delay of
 * the request on its way.
 */
public final class RequestDeadlineFilter extends OncePerRequestFilter {
    private static final String REFUSED = "firstcome.deadline.refused";
    private static final int CLOCK_ID_MAX = 64;
    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");

    /** Longer than any response time-out; bounds the arithmetic. */
    private static final long BUDGET_MAX_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final int CLOCKS_MAX = 64;

    /** One offset per gateway process, so the clocks of gateways need not agree. */
    private final Cache<String, ClockOffset> clocks =
            Caffeine.newBuilder().maximumSize(CLOCKS_MAX).build();

    private final SecurityProblemHandler problems;
    private final Predicate<String> audited;
    private final LongSupplier nanoTime;
    private final Counter refusedAtReceipt;
    private final Counter refusedAtEffect;

    /**
     * @param audited the paths whose every request belongs into the audit trail, refused ones included. They are refused at
     *     their first effect, behind the audit filter.
     * @param nanoTime a monotonic clock
     */
    public RequestDeadlineFilter(
            SecurityProblemHandler problems, MeterRegistry meters, Predicate<String> audited, LongSupplier nanoTime) {
        this.problems = problems;
        this.audited = audited;
        this.nanoTime = nanoTime;
        this.refusedAtReceipt = meters.counter(REFUSED, "at", "receipt");
        this.refusedAtEffect = meters.counter(REFUSED, "at", "effect");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestDeadline deadline = deadlineOf(request);
        if (deadline != null && deadline.isOver() && !audited.test(request.getRequestURI())) {
            refusedAtReceipt.increment();
            response.setHeader(HttpHeaders.RETRY_AFTER, DeadlineExceededException.RETRY_AFTER_SECONDS);
            problems.write(request, response, HttpStatus.SERVICE_UNAVAILABLE, DeadlineExceededException.CODE);
            return;
        }
        RequestDeadline.bind(deadline);
        try {
            chain.doFilter(request, response);
        } finally {
            RequestDeadline.bind(null);
        }
    }

    /** Null without the three headers, or with values that the gateway does not send. */
    private @Nullable RequestDeadline deadlineOf(HttpServletRequest request) {
        String clock = request.getHeader(DeadlineHeaders.CLOCK);
        Long sent = millis(request.getHeader(DeadlineHeaders.SENT));
        Long budget = millis(request.getHeader(DeadlineHeaders.BUDGET));
        if (clock == null || clock.length() > CLOCK_ID_MAX || sent == null || budget == null) {
            return null;
        }
        long received = nanoTime.getAsLong();
        long delay =
                clocks.get(clock, unknown -> new ClockOffset()).delayOf(sent, TimeUnit.NANOSECONDS.toMillis(received));
        long left = Math.min(budget, BUDGET_MAX_MILLIS) - Math.min(delay, BUDGET_MAX_MILLIS);
        return new RequestDeadline(
                received + TimeUnit.MILLISECONDS.toNanos(left), nanoTime, refusedAtEffect::increment);
    }

    private static @Nullable Long millis(@Nullable String text) {
        return text != null && MILLIS.matcher(text).matches() ? Long.valueOf(text) : null;
    }

    /**
     * Estimates the offset between a sender's clock and the clock of this process as the smallest difference between receipt
     * and send time over the last minute with requests. The estimate is the true offset plus the transport delay of the fastest
     * of these requests. So a measured delay is too small by that time at most, and never too large while both clocks run
     * evenly. Thread-safe.
     *
     * <p>The minimum is kept in two halves of 30 seconds. A half is replaced only when a request arrives: a process that was
     * stopped still knows the offset afterwards, for up to ten minutes. After that the clocks may have drifted apart. A sender's
     * clock that jumps back makes its requests look late for one minute with requests at most.
     */
    static final class ClockOffset {
        static final long HALF_MILLIS = TimeUnit.SECONDS.toMillis(30);
        static final long KEPT_MILLIS = TimeUnit.MINUTES.toMillis(10);

        private static final long NONE = Long.MAX_VALUE;

        private long previousMin = NONE;
        private long currentMin = NONE;
        private long currentSince;

        /**
         * Adds a request to the estimate and returns its delay, in milliseconds, never negative.
         *
         * @param sent send time on the sender's clock
         * @param received receipt time on a monotonic clock of this process
         */
        synchronized long delayOf(long sent, long received) {
            long difference = received - sent;
            if (currentMin == NONE || received - currentSince >= HALF_MILLIS) {
                previousMin = received - currentSince < KEPT_MILLIS ? currentMin : NONE;
                currentMin = difference;
                currentSince = received;
            } else {
                currentMin = Math.min(currentMin, difference);
            }
            return difference - Math.min(previousMin, currentMin);
        }
    }
}
