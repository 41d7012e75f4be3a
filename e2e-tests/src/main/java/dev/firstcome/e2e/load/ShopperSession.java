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
 * One user's way through a rush: takes an admission, asks for a coupon, and looks until the answer is final. What was
 * not answered is asked again under the same key; who is told "not open" comes again. Ends when the patience does.
 */
final class ShopperSession {
    private static final Duration FIRST_LOOK = Duration.ofMillis(300);
    private static final Duration LOOKS_APART = Duration.ofSeconds(2);

    /** How long people wait who came too early, at most; they cannot know when the doors really open. */
    private static final Duration COMES_AGAIN = Duration.ofMillis(500);

    private final Shopper shopper;
    private final UUID campaign;
    private final RushTally tally;
    private final ClientHistoryRecorder notes;
    private final SplittableRandom random;
    private final long arrival;
    private final long end;
    private String admission = "";

    ShopperSession(Shopper shopper, RushPlan plan, RushTally tally, ClientHistory history, long arrival) {
        this.shopper = shopper;
        this.campaign = plan.campaignId();
        this.tally = tally;
        this.notes = new ClientHistoryRecorder(history, campaign, shopper.userId());
        this.random = shopper.random();
        this.arrival = arrival;
        this.end = arrival + plan.patience().toNanos();
    }

    UserOutcome run() throws InterruptedException {
        Pacing.until(arrival);
        tally.arrive();
        UserOutcome ending = rush();
        if (ending instanceof UserOutcome.Unknown) {
            tally.neverAccepted(System.nanoTime() - arrival);
        }
        tally.end();
        return ending;
    }

    private UserOutcome rush() throws InterruptedException {
        long intended = arrival;
        while (true) {
            UserOutcome ending = asks(intended);
            if (!tooEarly(ending) || over()) {
                return ending;
            }
            intended = System.nanoTime() + random.nextLong(COMES_AGAIN.toNanos());
            Pacing.until(intended);
        }
    }

    private static boolean tooEarly(UserOutcome ending) {
        return switch (ending) {
            case UserOutcome.Refused refused -> refused.code().equals("NOT_OPEN");
            case UserOutcome.Rejected rejected -> rejected.reason().equals("NOT_OPEN");
            case UserOutcome.Issued any -> false;
            case UserOutcome.Unanswered any -> false;
            case UserOutcome.Unknown any -> false;
        };
    }

    /** One request under one key, repeated until it is accepted or refused, and then followed. */
    private UserOutcome asks(long intended) throws InterruptedException {
        String key = new UUID(random.nextLong(), random.nextLong()).toString();
        Backoff backoff = new Backoff(random);
        while (!over()) {
            Answer answer = admission.isEmpty() ? admitted() : requested(key);
            if (answer != null && answer.status() == 202) {
                tally.accept(answer.text("requestId"), System.nanoTime() - intended);
                return follow(answer);
            }
            if (answer != null && answer.code().equals("ADMISSION_INVALID")) {
                admission = "";
            } else if (answer != null && !answer.ok() && !answer.again()) {
                tally.refuse(answer.code());
                waitForOpening(answer);
                return new UserOutcome.Refused(answer.code(), answer.textOrNull("couponId"));
            }
            if (answer == null || !answer.ok()) {
                Pacing.pause(backoff.next(answer == null ? null : answer.retryAfter()));
            }
        }
        return new UserOutcome.Unknown(key);
    }

    /** An admission has no effect, so that a lost answer leaves nothing open. */
    private @Nullable Answer admitted() throws InterruptedException {
        Answer answer = tried(() -> shopper.admission(campaign));
        if (answer != null && answer.ok()) {
            admission = answer.text("admission");
        }
        return answer;
    }

    private @Nullable Answer requested(String key) throws InterruptedException {
        ClientHistory.Try attempt = notes.asks(key);
        tally.ask();
        Answer answer = tried(() -> shopper.request(campaign, admission, key));
        tally.asked();
        if (answer == null || answer.unknown()) {
            tally.answerLost();
            attempt.lost();
        } else if (answer.status() == 202) {
            attempt.accepted(answer.text("requestId"));
        } else {
            attempt.refused(answer.code());
        }
        return answer;
    }

    /** Null: no answer came. */
    private @Nullable Answer tried(Attempt attempt) throws InterruptedException {
        try {
            Answer answer = attempt.make();
            if (answer.again()) {
                tally.putOff(answer.status() + " " + answer.code());
            }
            return answer;
        } catch (IOException e) {
            tally.putOff("no answer: " + e.getClass().getSimpleName());
            return null;
        }
    }

    private interface Attempt {
        Answer make() throws IOException, InterruptedException;
    }

    private UserOutcome follow(Answer accepted) throws InterruptedException {
        String requestId = accepted.text("requestId");
        long acceptedAt = System.nanoTime();
        Duration apart = FIRST_LOOK;
        Pacing.pause(jittered(apart));
        while (!over()) {
            Answer answer = tried(() -> shopper.status(campaign, requestId));
            UserOutcome ending = answer == null ? null : notes.shown(requestId, answer);
            if (ending != null) {
                count(ending, System.nanoTime() - acceptedAt);
                return ending;
            }
            apart = longer(apart);
            Duration asked = answer == null ? null : answer.retryAfter();
            Pacing.pause(asked == null ? jittered(apart) : asked.plus(jittered(FIRST_LOOK)));
        }
        tally.neverAnswered(System.nanoTime() - acceptedAt);
        return new UserOutcome.Unanswered(requestId);
    }

    private void count(UserOutcome ending, long nanos) {
        if (ending instanceof UserOutcome.Rejected rejected) {
            tally.reject(rejected.reason(), nanos);
        } else {
            tally.issue(nanos);
        }
    }

    /** The refusal says when the campaign opens; nobody comes again much before that. */
    private void waitForOpening(Answer refused) throws InterruptedException {
        if (!refused.code().equals("NOT_OPEN")) {
            return;
        }
        try {
            Instant now = Instant.now();
            Instant opensAt = Instant.parse(refused.text("opensAt"));
            String drawFrom = refused.text("drawFrom");
            boolean drawIsFirst = !drawFrom.isEmpty() && Instant.parse(drawFrom).isAfter(now);
            Duration left = Duration.between(now, drawIsFirst ? Instant.parse(drawFrom) : opensAt);
            Pacing.until(Math.min(end, System.nanoTime() + left.toNanos()));
        } catch (DateTimeParseException e) {
            Pacing.pause(jittered(COMES_AGAIN));
        }
    }

    private Duration jittered(Duration time) {
        return Duration.ofNanos((long) (time.toNanos() * (0.75 + random.nextDouble() / 2)));
    }

    private static Duration longer(Duration time) {
        Duration grown = time.multipliedBy(3).dividedBy(2);
        return grown.compareTo(LOOKS_APART) < 0 ? grown : LOOKS_APART;
    }

    private boolean over() {
        return System.nanoTime() - end > 0;
    }
}
