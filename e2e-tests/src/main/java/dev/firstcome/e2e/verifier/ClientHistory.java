package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What clients saw: each try of a request with its interval in real time, and each status that was shown, in the order
 * in which it was recorded. Safe for any number of threads; one requestId is followed by one thread at a time.
 */
public final class ClientHistory {
    private final ConcurrentLinkedQueue<Try> tries = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Shown> shown = new ConcurrentLinkedQueue<>();

    /**
     * To be called right before a request is sent. A try that never gets an outcome counts as unknown.
     *
     * @param clientId the {@code Idempotency-Key} that is sent; null if none is
     */
    public Try asks(UUID campaignId, UUID userId, @Nullable String clientId) {
        var attempt = new Try(campaignId, userId, clientId, System.nanoTime());
        tries.add(attempt);
        return attempt;
    }

    /** A status answer that named a state. Answers without one (503, 404) are not shown to anybody. */
    public void shown(UUID campaignId, UUID userId, Status status) {
        shown.add(new Shown(campaignId, userId, status, System.nanoTime()));
    }

    public Snapshot snapshot() {
        var asked = new ArrayList<Asked>();
        tries.forEach(attempt -> asked.add(attempt.asked()));
        return new Snapshot(List.copyOf(asked), List.copyOf(shown));
    }

    /** A request under way. Gets exactly one outcome. */
    public static final class Try {
        private final UUID campaignId;
        private final UUID userId;
        private final @Nullable String clientId;
        private final long sentNanos;
        private final AtomicReference<@Nullable Ended> ended = new AtomicReference<>();

        private Try(UUID campaignId, UUID userId, @Nullable String clientId, long sentNanos) {
            this.campaignId = campaignId;
            this.userId = userId;
            this.clientId = clientId;
            this.sentNanos = sentNanos;
        }

        /** Answered 202. */
        public void accepted(String requestId) {
            end(new Outcome.Accepted(requestId));
        }

        /** Answered with a problem that says that nothing was done. */
        public void refused(String code) {
            end(new Outcome.Refused(code));
        }

        /** No answer, or one that leaves open whether anything was done. */
        public void lost() {
            end(new Outcome.Unknown());
        }

        private void end(Outcome outcome) {
            if (!ended.compareAndSet(null, new Ended(outcome, System.nanoTime()))) {
                throw new IllegalStateException("this try has an outcome already; now comes " + outcome);
            }
        }

        private Asked asked() {
            Ended end = ended.get();
            return end == null
                    ? new Asked(campaignId, userId, clientId, sentNanos, Long.MAX_VALUE, new Outcome.Unknown())
                    : new Asked(campaignId, userId, clientId, sentNanos, end.atNanos, end.outcome);
        }
    }

    private record Ended(Outcome outcome, long atNanos) {}

    /** What a client was told about its request. */
    public sealed interface Outcome {
        record Accepted(String requestId) implements Outcome {}

        record Refused(String code) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /** A try as it ended; times as of {@link System#nanoTime()}. */
    public record Asked(
            UUID campaignId,
            UUID userId,
            @Nullable String clientId,
            long sentNanos,
            long answeredNanos,
            Outcome outcome) {}

    /** A request's state as the API names it, with what came along. */
    public record Status(
            String requestId,
            String state,
            @Nullable String reason,
            @Nullable Long sequence,
            @Nullable UUID couponId) {

        boolean terminal() {
            return state.equals("ISSUED") || state.equals("REJECTED");
        }
    }

    /** A status and when it was seen. */
    public record Shown(UUID campaignId, UUID userId, Status status, long atNanos) {}

    /** All of it, up to a moment. */
    public record Snapshot(List<Asked> asked, List<Shown> shown) {}
}
