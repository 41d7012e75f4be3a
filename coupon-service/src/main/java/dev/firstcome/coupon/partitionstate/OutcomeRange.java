package dev.firstcome.coupon.partitionstate;

/** A range of offsets within one block of recorded outcomes. Both ends are inclusive. A negative range is empty. */
public record OutcomeRange(long first, long last) {
    public static final OutcomeRange NONE = new OutcomeRange(-1, -1);

    public OutcomeRange {
        if (first > last || first / Outcome.BLOCK != last / Outcome.BLOCK) {
            throw new IllegalArgumentException("%d to %d are not in one block".formatted(first, last));
        }
    }

    /** Returns the range of one offset; empty for a negative offset. */
    public static OutcomeRange of(long offset) {
        return offset < 0 ? NONE : new OutcomeRange(offset, offset);
    }

    public boolean isNone() {
        return first < 0;
    }

    public int count() {
        return (int) (last - first + 1);
    }
}
