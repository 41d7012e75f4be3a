package dev.firstcome.e2e.verifier;

import java.util.Arrays;
import java.util.List;

/** What must hold after every run. */
public enum Invariant {
    C1("no more coupons issued than there are, at every prefix of the log"),
    C2("no user has more requested coupons of a campaign than its limit"),
    C3("sequences run from 1 without gap or repetition"),
    C4("sequences follow the order of the log"),
    C5("what was published is what the reference model makes of the log"),
    C6("every accepted request is in the log and has exactly one outcome; nothing else was issued"),
    C7("nobody was shown two outcomes for one request, nor a step back"),
    C8("whoever was told ISSUED has the coupon"),
    C9("the state in Redis is the fold of the log, and so are the wallets"),
    C10("all that is in the log is applied and published"),
    C11("each dead letter names its origin, whose outcome is INVALID, and each INVALID has one"),
    C12("after the last coupon nobody gets one"),
    C13("who was accepted before another asked is before that other in the log"),

    E1("every committed event is in Kafka, and nothing is that was not committed"),
    E2("every event has its effect exactly once"),
    E3("what is told of one thing first comes in the order of its versions"),
    E4("nothing waits any more, and no slot holds back the log"),
    E5("an event is the same whenever it is sent"),

    P1("no payment is charged twice, and no key makes two payments"),
    P2("what was charged and given back stands in the ledger, and every posting sums to zero"),
    P3("every payment has ended as it has at the provider"),
    P4("nobody was given back more than was charged, and each refund once"),
    P5("one key has one answer, and no other order under it has any effect"),
    P6("a coupon or a piece of stock is used by who has paid, and free again for everybody else"),
    P7("nobody sees or changes another's payment");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /** Those about coupons, in their order. */
    public static List<Invariant> ofCoupons() {
        return Arrays.stream(values()).filter(one -> one.name().startsWith("C")).toList();
    }

    /** Those about events, in their order. */
    public static List<Invariant> ofEvents() {
        return Arrays.stream(values()).filter(one -> one.name().startsWith("E")).toList();
    }

    /** Those about payments, in their order. */
    public static List<Invariant> ofPayments() {
        return Arrays.stream(values()).filter(one -> one.name().startsWith("P")).toList();
    }

    public String sentence() {
        return sentence;
    }
}
