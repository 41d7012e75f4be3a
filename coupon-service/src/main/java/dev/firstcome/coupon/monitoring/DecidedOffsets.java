package dev.firstcome.coupon.monitoring;

/**
 * A bitmap of the last {@link #CAPACITY} offsets of a partition that have a result. It counts a republished result
 * once.
 */
final class DecidedOffsets {
    static final int CAPACITY = 1 << 20;
    private static final int WORD = 64;

    private final long[] bits = new long[CAPACITY / WORD];
    private long top = -1;

    /** Records a result. False if it is a duplicate, too old to be known, or far above all others. */
    boolean add(long offset) {
        if (top >= 0 && offset > top + CAPACITY / 2) {
            return false; // one invalid offset must not evict the offsets that follow
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
