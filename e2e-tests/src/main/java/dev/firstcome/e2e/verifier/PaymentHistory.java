package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients have sent and been told of payments. May be written from any thread. */
public final class PaymentHistory {
    private final List<Told> told = new ArrayList<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<Foreign> foreign = new ArrayList<>();

    /**
     * An answer to an order.
     *
     * @param order what was ordered, as text that is the same for the same order
     * @param raw the answer's body, to the byte
     */
    public record Told(UUID user, String key, String order, int status, String code, String raw) {
        boolean taken() {
            return status == 202;
        }
    }

    /** A payment as its user saw it. */
    public record Shown(UUID user, UUID paymentId, String state) {}

    /** Somebody asked for another's payment. */
    public record Foreign(UUID asked, UUID paymentId, int status) {}

    /** What was noted up to now. */
    public record Snapshot(List<Told> told, List<Shown> shown, List<Foreign> foreign) {}

    public synchronized void told(Told answer) {
        told.add(answer);
    }

    public synchronized void shown(UUID user, UUID paymentId, String state) {
        shown.add(new Shown(user, paymentId, state));
    }

    public synchronized void foreign(UUID asked, UUID paymentId, int status) {
        foreign.add(new Foreign(asked, paymentId, status));
    }

    public synchronized Snapshot snapshot() {
        return new Snapshot(List.copyOf(told), List.copyOf(shown), List.copyOf(foreign));
    }

    /** The payment that an answer names, or null. */
    static @Nullable String paymentOf(Told answer) {
        String mark = "\"paymentId\":\"";
        int at = answer.raw().indexOf(mark);
        return at < 0 ? null : answer.raw().substring(at + mark.length(), at + mark.length() + 36);
    }
}
