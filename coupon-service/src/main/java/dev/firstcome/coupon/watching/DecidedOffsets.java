package dev.firstcome.coupon.watching;

/**
 * Which requests of a partition have a result, one bit for each of the last {@link #CAPACITY} offsets, so that a result that
 * is published again is counted once.
 */
final class DecidedOffsets {
    static final int CAPACITY = 1 << 20;
    private static final int WORD = 64;

    private final long[] bits = new long[CAPACITY / WORD];
    private long top = -1;

    /** Notes a result; false: it was noted before, or cannot be known any more, or is far above all others. */
    boolean add(long offset) {
        if (top >= 0 && offset > top + CAPACITY / 2) {
            return false; // nothing that follows may be forgotten for one that is out of place
        }
        if (top < 0) {
            top = offset - 1;
        }
        if (offset <= top - CAPACITY) {
            return false;
        }
        for (long next = top + 1; next <= offset; next++) {
            bits[word(next)] &= ~bit(next);
        }
        top = Math.max(top, offset);
        boolean isNew = (bits[word(offset)] & bit(offset)) == 0;
        bits[word(offset)] |= bit(offset);
        return isNew;
    }

    private static int word(long offset) {
        return (int) ((offset & CAPACITY - 1) / WORD);
    }

    private static long bit(long offset) {
        return 1L << offset % WORD;
    }
}
