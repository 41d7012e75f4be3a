package dev.firstcome.e2e.load;

import dev.firstcome.e2e.verifier.ClientHistory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One user's session: obtains an admission, requests a coupon, and polls the request until its state is final. A call
 * without an answer is retried with the same idempotency key. After "not open" the user requests again with a new key.
 * The plan bounds the duration.
 */
final class ShopperSession {
    private static final Duration FIRST_POLL_DELAY = Duration.ofMillis(300);
    private static final Duration POLL_INTERVAL_MAX = Duration.ofSeconds(2);

    /** The maximum delay of the next request after "not open"; users do not know the exact opening time. */
    private static final Duration EARLY_RETRY_DELAY_MAX = Duration.ofMillis(500);

    private final Shopper shopper;
    private final UUID campaign;
    private final RushTally tally;
    private final ClientHistoryRecorder recorder;
    private final SplittableRandom random;
    private final long arrival;
    private final long end;
    private String admission = "";

    ShopperSession(Shopper shopper, RushPlan plan, RushTally tally, ClientHistory history, long arrival) {
        this.shopper = shopper;
        this.campaign = plan.campaignId();
        this.tally = tally;
        this.recorder = new ClientHistoryRecorder(history, campaign, shopper.userId());
        this.random = shopper.random();
        this.arrival = arrival;
        this.end = arrival + plan.giveUpAfter().toNanos();
    }

    UserOutcome run() throws InterruptedException {
        Pacing.sleepUntil(arrival);
        tally.recordArrival();
        UserOutcome outcome = requestUntilOpen();
        if (outcome instanceof UserOutcome.Unknown) {
            tally.recordNeverAccepted(System.nanoTime() - arrival);
        }
        tally.recordUserFinished();
        return outcome;
    }

    private UserOutcome requestUntilOpen() throws InterruptedException {
        long intended = arrival;
        while (true) {
            UserOutcome outcome = request(intended);
            if (!isNotOpen(outcome) || isOver()) {
                return outcome;
            }
            intended = System.nanoTime() + random.nextLong(EARLY_RETRY_DELAY_MAX.toNanos());
            Pacing.sleepUntil(intended);
        }
    }

    private static boolean isNotOpen(UserOutcome outcome) {
        return switch (outcome) {
            case UserOutcome.Refused refused -> refused.code().equals("NOT_OPEN");
            case UserOutcome.Rejected rejected -> rejected.reason().equals("NOT_OPEN");
            case UserOutcome.Issued any -> false;
            case UserOutcome.Unanswered any -> false;
            case UserOutcome.Unknown any -> false;
        };
    }

    /** Sends one request with one idempotency key until it is accepted or refused, then polls its status. */
    private UserOutcome request(long intended) throws InterruptedException {
        String key = new UUID(random.nextLong(), random.nextLong()).toString();
        Backoff backoff = new Backoff(random);
        while (!isOver()) {
            Answer answer = admission.isEmpty() ? requestAdmission() : requestCoupon(key);
            if (answer != null && answer.status() == 202) {
                tally.recordAccepted(answer.text("requestId"), System.nanoTime() - intended);
                return awaitOutcome(answer);
            }
            if (answer != null && answer.code().equals("ADMISSION_INVALID")) {
                admission = "";
            } else if (answer != null && !answer.ok() && !answer.isRetryable()) {
                tally.recordRefused(answer.code());
                waitForOpening(answer);
                return new UserOutcome.Refused(answer.code(), answer.textOrNull("couponId"));
            }
            if (answer == null || !answer.ok()) {
                Pacing.pause(backoff.next(answer == null ? null : answer.retryAfter()));
            }
        }
        return new UserOutcome.Unknown(key);
    }

    /** An admission changes no state, so a lost answer needs no record in the history. */
    private @Nullable Answer requestAdmission() throws InterruptedException {
        Answer answer = attempt(() -> shopper.admission(campaign));
        if (answer != null && answer.ok()) {
            admission = answer.text("admission");
        }
        return answer;
    }

    private @Nullable Answer requestCoupon(String key) throws InterruptedException {
        ClientHistory.Attempt attempt = recorder.startAttempt(key);
        tally.recordSent();
        Answer answer = attempt(() -> shopper.request(campaign, admission, key));
        tally.recordAnswered();
        if (answer == null || answer.isEffectUnknown()) {
            tally.recordUnknownEffect();
            attempt.lost();
        } else if (answer.status() == 202) {
            attempt.accepted(answer.text("requestId"));
        } else {
            attempt.refused(answer.code());
        }
        return answer;
    }

    /** Makes one attempt; returns null if no answer arrived. */
    private @Nullable Answer attempt(Attempt attempt) throws InterruptedException {
        try {
            Answer answer = attempt.send();
            if (answer.isRetryable()) {
                tally.recordRetryable(answer.status() + " " + answer.code());
            }
            return answer;
        } catch (IOException e) {
            tally.recordRetryable("no answer: " + e.getClass().getSimpleName());
            return null;
        }
    }

    private interface Attempt {
        Answer send() throws IOException, InterruptedException;
    }

    private UserOutcome awaitOutcome(Answer accepted) throws InterruptedException {
        String requestId = accepted.text("requestId");
        long acceptedAt = System.nanoTime();
        Duration interval = FIRST_POLL_DELAY;
        Pacing.pause(jittered(interval));
        while (!isOver()) {
            Answer answer = attempt(() -> shopper.status(campaign, requestId));
            UserOutcome outcome = answer == null ? null : recorder.recordStatus(requestId, answer);
            if (outcome != null) {
                count(outcome, System.nanoTime() - acceptedAt);
                return outcome;
            }
            interval = longer(interval);
            Duration retryAfter = answer == null ? null : answer.retryAfter();
            Pacing.pause(retryAfter == null ? jittered(interval) : retryAfter.plus(jittered(FIRST_POLL_DELAY)));
        }
        tally.recordNoOutcome(System.nanoTime() - acceptedAt);
        return new UserOutcome.Unanswered(requestId);
    }

    private void count(UserOutcome outcome, long nanos) {
        if (outcome instanceof UserOutcome.Rejected rejected) {
            tally.recordRejected(rejected.reason(), nanos);
        } else {
            tally.recordIssued(nanos);
        }
    }

    /** Sleeps until the ticket registration or the opening, as the NOT_OPEN problem document states. */
    private void waitForOpening(Answer refused) throws InterruptedException {
        if (!refused.code().equals("NOT_OPEN")) {
            return;
        }
        try {
            Instant now = Instant.now();
            Instant opensAt = Instant.parse(refused.text("opensAt"));
            String drawFrom = refused.text("drawFrom");
            boolean drawIsNext = !drawFrom.isEmpty() && Instant.parse(drawFrom).isAfter(now);
            Duration left = Duration.between(now, drawIsNext ? Instant.parse(drawFrom) : opensAt);
            Pacing.sleepUntil(Math.min(end, System.nanoTime() + left.toNanos()));
        } catch (DateTimeParseException e) {
            Pacing.pause(jittered(EARLY_RETRY_DELAY_MAX));
        }
    }

    private Duration jittered(Duration time) {
        return Duration.ofNanos((long) (time.toNanos() * (0.75 + random.nextDouble() / 2)));
    }

    private static Duration longer(Duration time) {
        Duration grown = time.multipliedBy(3).dividedBy(2);
        return grown.compareTo(POLL_INTERVAL_MAX) < 0 ? grown : POLL_INTERVAL_MAX;
    }

    private boolean isOver() {
        return System.nanoTime() - end > 0;
    }
}
