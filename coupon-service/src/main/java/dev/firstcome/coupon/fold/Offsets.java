package dev.firstcome.coupon.fold;

/** Offsets of one block of outcomes, from the first to the last, both among them; negative: none. */
public record Offsets(long first, long last) {
    public static final Offsets NONE = new Offsets(-1, -1);

    public Offsets {
        if (first > last || first / Outcome.BLOCK != last / Outcome.BLOCK) {
            throw new IllegalArgumentException("%d to %d are not in one block".formatted(first, last));
        }
    }

    /** This one alone; a negative number: none. */
    public static Offsets only(long offset) {
        return offset < 0 ? NONE : new Offsets(offset, offset);
    }

    public boolean isNone() {
        return first < 0;
    }

    public int count() {
        return (int) (last - first + 1);
    }
}
