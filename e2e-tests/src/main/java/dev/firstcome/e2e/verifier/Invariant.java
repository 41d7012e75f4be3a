package dev.firstcome.e2e.verifier;

import java.util.Arrays;
import java.util.List;

/** The invariants that must hold after every run. */
public enum Invariant {
    C1("the number of issued coupons never exceeds the stock, at every prefix of the log"),
    C2("no user has requested more coupons of a campaign than its limit"),
    C3("sequences start at 1, without gaps or duplicates"),
    C4("sequences follow the order of the log"),
    C5("the published results equal the results of the reference model for the log"),
    C6("every accepted request is in the log and has exactly one outcome; no other coupon was issued"),
    C7("no client observed two outcomes of one request, or a final status that changed"),
    C8("every user who received the status ISSUED has the coupon"),
    C9("the state in Redis and the wallets equal the fold of the log"),
    C10("every record of the log is applied and its result is published"),
    C11("every dead letter names its origin, which has the outcome INVALID; every INVALID record has a dead letter"),
    C12("no coupon is issued after the stock is sold out"),
    C13("a request that was accepted before another was sent precedes it in the log"),

    E1("every committed event is in Kafka, and every event in Kafka was committed"),
    E2("every event takes effect exactly once"),
    E3("the events of one aggregate are first published in version order"),
    E4("the outboxes are empty, and no replication slot retains WAL"),
    E5("every publication of an event has the same payload"),

    P1("no payment is charged twice, and no idempotency key creates two payments"),
    P2("all charges and refunds are in the ledger, and every posting sums to zero"),
    P3("every payment has a final state that agrees with the provider"),
    P4("no refunds exceed the charge, and every refund is paid once"),
    P5("one idempotency key has one response, and a different order under it has no effect"),
    P6("coupons and stock are used by captured payments and released by all others"),
    P7("no user can read or change the payment of another user");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /** Returns the coupon invariants in order. */
    public static List<Invariant> ofCoupons() {
        return Arrays.stream(values()).filter(one -> one.name().startsWith("C")).toList();
    }

    /** Returns the event invariants in order. */
    public static List<Invariant> ofEvents() {
        return Arrays.stream(values()).filter(one -> one.name().startsWith("E")).toList();
    }

    /** Returns the payment invariants in order. */
    public static List<Invariant> ofPayments() {
        return Arrays.stream(values()).filter(one -> one.name().startsWith("P")).toList();
    }

    public String sentence() {
        return sentence;
    }
}
