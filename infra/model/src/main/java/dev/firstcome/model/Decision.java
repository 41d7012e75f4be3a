package dev.firstcome.model;

/** What the fold makes of one record of the log. */
public sealed interface Decision {
    record Issued(long sequence) implements Decision {}

    /** The user has a coupon already; the sequence is that coupon's. */
    record Duplicate(long sequence) implements Decision {}

    record SoldOut() implements Decision {}

    record NotOpen() implements Decision {}

    record Closed() implements Decision {}

    /** The record cannot be read. */
    record Invalid() implements Decision {}

    /** The record's campaign is not known. */
    record Forgotten() implements Decision {}

    /** The command took effect. */
    record Done() implements Decision {}

    /** The command had no effect. */
    record Refused() implements Decision {}

    /** The outcome code under which the live state records this decision. */
    default int code() {
        return switch (this) {
            case Issued _ -> 1;
            case Duplicate _ -> 2;
            case SoldOut _ -> 3;
            case NotOpen _ -> 4;
            case Closed _ -> 5;
            case Invalid _ -> 8;
            case Forgotten _ -> 9;
            case Done _ -> 10;
            case Refused _ -> 11;
        };
    }

    /** The sequence that the decision gives or refers to, else 0. */
    default long sequenceOrZero() {
        return switch (this) {
            case Issued(long sequence) -> sequence;
            case Duplicate(long sequence) -> sequence;
            case SoldOut _, NotOpen _, Closed _, Invalid _, Forgotten _, Done _, Refused _ -> 0;
        };
    }

    /** The decision that is recorded as this code and sequence. */
    static Decision of(int code, long sequence) {
        return switch (code) {
            case 1 -> new Issued(sequence);
            case 2 -> new Duplicate(sequence);
            case 3 -> new SoldOut();
            case 4 -> new NotOpen();
            case 5 -> new Closed();
            case 8 -> new Invalid();
            case 9 -> new Forgotten();
            case 10 -> new Done();
            case 11 -> new Refused();
            default -> throw new IllegalArgumentException("no decision of these rules has the code " + code);
        };
    }
}
