package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Records the request attempts of all clients with their time intervals, and every status that a client observed.
 * Statuses keep the order in which they were recorded. Thread-safe; one requestId is polled by one thread at a time.
 */
public final class ClientHistory {
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<ObservedStatus> statuses = new ConcurrentLinkedQueue<>();

    /**
     * Records an attempt. Call it immediately before the request is sent. An attempt without an outcome is unknown.
     *
     * @param clientId the {@code Idempotency-Key} of the request; null if it has none
     */
    public Attempt startAttempt(UUID campaignId, UUID userId, @Nullable String clientId) {
        var attempt = new Attempt(campaignId, userId, clientId, System.nanoTime());
        attempts.add(attempt);
        return attempt;
    }

    /** Records a status response that contains a state. Responses without a state (503, 404) are not recorded. */
    public void recordStatus(UUID campaignId, UUID userId, Status status) {
        statuses.add(new ObservedStatus(campaignId, userId, status, System.nanoTime()));
    }

    public Snapshot snapshot() {
        var recorded = new ArrayList<RecordedAttempt>();
        attempts.forEach(attempt -> recorded.add(attempt.toRecord()));
        return new Snapshot(List.copyOf(recorded), List.copyOf(statuses));
    }

    /** A request in flight. It gets exactly one outcome. */
    public static final class Attempt {
        private final UUID campaignId;
        private final UUID userId;
        private final @Nullable String clientId;
        private final long sentNanos;
        private final AtomicReference<@Nullable Completion> completion = new AtomicReference<>();

        private Attempt(UUID campaignId, UUID userId, @Nullable String clientId, long sentNanos) {
            this.campaignId = campaignId;
            this.userId = userId;
            this.clientId = clientId;
            this.sentNanos = sentNanos;
        }

        /** Records a 202 response. */
        public void accepted(String requestId) {
            complete(new Outcome.Accepted(requestId));
        }

        /** Records a problem response that guarantees that the request had no effect. */
        public void refused(String code) {
            complete(new Outcome.Refused(code));
        }

        /** Records a missing response, or one that does not show whether the request had an effect. */
        public void lost() {
            complete(new Outcome.Unknown());
        }

        private void complete(Outcome outcome) {
            if (!completion.compareAndSet(null, new Completion(outcome, System.nanoTime()))) {
                throw new IllegalStateException("The attempt already has an outcome; second outcome: " + outcome);
            }
        }

        private RecordedAttempt toRecord() {
            Completion done = completion.get();
            return done == null
                    ? toRecord(Long.MAX_VALUE, new Outcome.Unknown())
                    : toRecord(done.atNanos, done.outcome);
        }

        private RecordedAttempt toRecord(long answeredNanos, Outcome outcome) {
            return new RecordedAttempt(campaignId, userId, clientId, sentNanos, answeredNanos, outcome);
        }
    }

    private record Completion(Outcome outcome, long atNanos) {}

    /** The outcome of an attempt as the client observed it. */
    public sealed interface Outcome {
        record Accepted(String requestId) implements Outcome {}

        record Refused(String code) implements Outcome {}

        record Unknown() implements Outcome {}
    }

    /** An attempt with its outcome. The times are values of {@link System#nanoTime()}. */
    public record RecordedAttempt(
            UUID campaignId,
            UUID userId,
            @Nullable String clientId,
            long sentNanos,
            long answeredNanos,
            Outcome outcome) {}

    /** The state of a request as the API names it, with the details of the response. */
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

    /** A status and the time of its response. */
    public record ObservedStatus(UUID campaignId, UUID userId, Status status, long atNanos) {}

    /** All records up to one moment. */
    public record Snapshot(List<RecordedAttempt> attempts, List<ObservedStatus> statuses) {}
}
