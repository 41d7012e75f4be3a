package dev.firstcome.model.state;

/** The decision of the fold on one record of the log. */
public sealed interface Decision {
    /** @param ordinal 1 for the user's first coupon of the campaign */
    record Issued(long sequence, int ordinal) implements Decision {
        public Issued(long sequence) {
            this(sequence, 1);
        }
    }

    /** The user already has this coupon. */
    record Duplicate(long sequence, int ordinal) implements Decision {
        public Duplicate(long sequence) {
            this(sequence, 1);
        }
    }

    record SoldOut() implements Decision {}

    record NotOpen() implements Decision {}

    record Closed() implements Decision {}

    record Blocked() implements Decision {}

    /** The user is in none of the campaign's segments. */
    record NotEligible() implements Decision {}

    /** The record is unreadable. */
    record Invalid() implements Decision {}

    /** The campaign of the record is unknown: purged, or never scheduled. */
    record Purged() implements Decision {}

    /** The command took effect, now or before. */
    record Done() implements Decision {}

    /** The command had no effect. */
    record Refused() implements Decision {}

    /** The request is deferred until a later record; {@code arrival} is its arrival number, from 1. */
    record Deferred(long arrival) implements Decision {}

    /** The user already has a deferred request, with this arrival number. */
    record DuplicateOfDeferred(long arrival) implements Decision {}

    /** The user received a granted coupon, which does not count against the stock. Grants have their own sequence. */
    record Granted(long sequence) implements Decision {}

    /** The request repeats the client id of the request that has this coupon. Since rules version 2. */
    record Repeated(long sequence, int ordinal) implements Decision {
        public Repeated(long sequence) {
            this(sequence, 1);
        }
    }

    /** The request repeats the client id of the deferred request with this arrival number. Since rules version 2. */
    record RepeatedOfDeferred(long arrival) implements Decision {}

    /** The record revoked the coupon. */
    record Revoked() implements Decision {}

    /** The outcome code under which the live state records this decision. */
    default int code() {
        return switch (this) {
            case Issued _ -> 1;
            case Duplicate _ -> 2;
            case SoldOut _ -> 3;
            case NotOpen _ -> 4;
            case Closed _ -> 5;
            case Blocked _ -> 6;
            case NotEligible _ -> 7;
            case Invalid _ -> 8;
            case Purged _ -> 9;
            case Done _ -> 10;
            case Refused _ -> 11;
            case Deferred _ -> 12;
            case DuplicateOfDeferred _ -> 13;
            case Granted _ -> 14;
            case Revoked _ -> 15;
            case Repeated _ -> 16;
            case RepeatedOfDeferred _ -> 17;
        };
    }

    /** The sequence or arrival number that the decision gives or refers to, else 0. */
    default long numberOrZero() {
        return switch (this) {
            case Issued(long sequence, int _) -> sequence;
            case Duplicate(long sequence, int _) -> sequence;
            case Deferred(long arrival) -> arrival;
            case DuplicateOfDeferred(long arrival) -> arrival;
            case Repeated(long sequence, int _) -> sequence;
            case RepeatedOfDeferred(long arrival) -> arrival;
            case Granted(long sequence) -> sequence;
            default -> 0;
        };
    }

    /** The ordinal that the decision gives or refers to, else 0. */
    default int ordinalOrZero() {
        return switch (this) {
            case Issued(long _, int ordinal) -> ordinal;
            case Duplicate(long _, int ordinal) -> ordinal;
            case Repeated(long _, int ordinal) -> ordinal;
            default -> 0;
        };
    }

    /** The decision that is recorded as this code, ordinal and number. */
    static Decision of(int code, int ordinal, long number) {
        return switch (code) {
            case 1 -> new Issued(number, ordinal);
            case 2 -> new Duplicate(number, ordinal);
            case 3 -> new SoldOut();
            case 4 -> new NotOpen();
            case 5 -> new Closed();
            case 6 -> new Blocked();
            case 7 -> new NotEligible();
            case 8 -> new Invalid();
            case 9 -> new Purged();
            case 10 -> new Done();
            case 11 -> new Refused();
            case 12 -> new Deferred(number);
            case 13 -> new DuplicateOfDeferred(number);
            case 14 -> new Granted(number);
            case 15 -> new Revoked();
            case 16 -> new Repeated(number, ordinal);
            case 17 -> new RepeatedOfDeferred(number);
            default -> throw new IllegalArgumentException("no decision of these rules has the code " + code);
        };
    }
}
