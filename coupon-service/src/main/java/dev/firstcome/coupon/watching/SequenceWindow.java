package dev.firstcome.coupon.watching;

/**
 * Which requests got the last sequences of a campaign. Exact for the last {@link #CAPACITY}; it grows with what is issued
 * and holds 8 bytes for each. Results come from several partitions, so sequences come nearly in their order.
 */
final class SequenceWindow {
    static final int CAPACITY = 1 << 17;
    static final long NONE = -1;
    private static final int FIRST_SIZE = 1 << 10;

    /** At a sequence's place the offset of its request, plus one; 0: not seen. */
    private long[] offsets = new long[FIRST_SIZE];

    private long lowest;
    private long highest;
    private long complete;
    private boolean isComplete;

    /** What a sequence turned out to be. */
    enum Finding {
        NEW,
        /** The same request has it: a result that is published again. */
        REPEATED,
        /** Another request has it. */
        TWICE,
        /** Below what is remembered. */
        TOO_OLD,
        /** Above what can be remembered together with the rest. */
        TOO_FAR
    }

    /** @param isJudged whether all sequences above this one must be seen from now on */
    Finding take(long sequence, long offset, boolean isJudged) {
        if (highest > 0 && sequence > highest + CAPACITY) {
            return Finding.TOO_FAR;
        }
        if (highest == 0) {
            highest = sequence - 1;
            lowest = sequence;
        }
        if (sequence <= highest - CAPACITY || sequence < 1) {
            return Finding.TOO_OLD;
        }
        long known = offsetOf(sequence);
        if (known != NONE) {
            return known == offset ? Finding.REPEATED : Finding.TWICE;
        }
        put(sequence, offset);
        if (isJudged && (!isComplete || sequence <= complete)) {
            complete = sequence - 1;
            isComplete = true;
        }
        advance();
        return Finding.NEW;
    }

    private void put(long sequence, long offset) {
        long top = Math.max(sequence, highest);
        lowest = Math.max(Math.min(lowest, sequence), top - CAPACITY + 1);
        while (top - lowest >= offsets.length) {
            grow();
        }
        for (long next = highest + 1; next <= sequence; next++) {
            offsets[place(next)] = 0;
        }
        highest = top;
        offsets[place(sequence)] = offset + 1;
    }

    private void grow() {
        long[] before = offsets;
        offsets = new long[before.length * 2];
        for (long old = Math.max(1, highest - before.length + 1); old <= highest; old++) {
            offsets[place(old)] = before[(int) (old & before.length - 1)];
        }
    }

    private void advance() {
        complete = Math.max(complete, highest - CAPACITY);
        while (isComplete && complete < highest && offsetOf(complete + 1) != NONE) {
            complete++;
        }
    }

    private int place(long sequence) {
        return (int) (sequence & offsets.length - 1);
    }

    /** The offset of the request that has this sequence; {@link #NONE}: not known. */
    long offsetOf(long sequence) {
        boolean isRemembered = sequence >= 1 && sequence <= highest && sequence > highest - offsets.length;
        return isRemembered ? offsets[place(sequence)] - 1 : NONE;
    }

    long highest() {
        return highest;
    }

    /** The first sequence that is missing below others; {@link #NONE}: none is, as far as it is known. */
    long missing() {
        return isComplete && complete < highest ? complete + 1 : NONE;
    }

    /** The next sequence above a missing one that is not. */
    long after(long missing) {
        long next = missing;
        while (next < highest && offsetOf(next) == NONE) {
            next++;
        }
        return next;
    }

    /** What is missing is told: goes on after it. */
    void goOnAfter(long missing) {
        complete = after(missing) - 1;
        advance();
    }
}
