package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records the order requests of all clients, their responses, and observed payments. Thread-safe. */
public final class PaymentHistory {
    private final List<OrderResponse> responses = new ArrayList<>();
    private final List<ObservedPayment> payments = new ArrayList<>();
    private final List<CrossUserRead> crossUserReads = new ArrayList<>();

    /**
     * The response to an order request.
     *
     * @param key the idempotency key of the request
     * @param order the order as canonical text: equal orders have equal text
     * @param raw the unmodified response body
     */
    public record OrderResponse(UUID user, String key, String order, int status, String code, String raw) {
        boolean accepted() {
            return status == 202;
        }
    }

    /** A payment state that its user observed. */
    public record ObservedPayment(UUID user, UUID paymentId, String state) {}

    /** A read of a payment by a user who does not own it. */
    public record CrossUserRead(UUID reader, UUID paymentId, int status) {}

    /** All records up to one moment. */
    public record Snapshot(
            List<OrderResponse> responses, List<ObservedPayment> payments, List<CrossUserRead> crossUserReads) {}

    public synchronized void recordResponse(OrderResponse response) {
        responses.add(response);
    }

    public synchronized void recordPayment(UUID user, UUID paymentId, String state) {
        payments.add(new ObservedPayment(user, paymentId, state));
    }

    public synchronized void recordCrossUserRead(UUID reader, UUID paymentId, int status) {
        crossUserReads.add(new CrossUserRead(reader, paymentId, status));
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(responses), List.copyOf(payments), List.copyOf(crossUserReads));
    }

    /** Returns the payment id in a response, or null. */
    static @Nullable String paymentOf(OrderResponse response) {
        String mark = "\"paymentId\":\"";
        int at = response.raw().indexOf(mark);
        return at < 0 ? null : response.raw().substring(at + mark.length(), at + mark.length() + 36);
    }
}
