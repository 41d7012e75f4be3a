package dev.firstcome.coupon.monitoring;

/**
 * Maps the last {@link #CAPACITY} sequences of a campaign to their requests, with 8 bytes per sequence. It grows with
 * the sequences. Results arrive from several partitions, so sequences are only nearly in order.
 */
final class SequenceWindow {
    static final int CAPACITY = 1 << 17;
    static final long NONE = -1;
    private static final int FIRST_SIZE = 1 << 10;

    /** Indexed by sequence: the offset of its request plus one; 0 if unknown. */
    private long[] offsets = new long[FIRST_SIZE];

    private long lowest;
    private long highest;
    private long complete;
    private boolean isComplete;

    /** The result of recording a sequence. */
    enum Finding {
        NEW,
        /** The same request already has it: a republished result. */
        REPEATED,
        /** Another request already has it. */
        DUPLICATE,
        /** Below the window. */
        TOO_OLD,
        /** Too far above the window. */
        TOO_FAR
    }

    /** @param isChecked whether all sequences above this one must follow from now on */
    Finding add(long sequence, long offset, boolean isChecked) {
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
            return known == offset ? Finding.REPEATED : Finding.DUPLICATE;
        }
        put(sequence, offset);
        if (isChecked && (!isComplete || sequence <= complete)) {
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
            offsets[slot(next)] = 0;
        }
        highest = top;
        offsets[slot(sequence)] = offset + 1;
    }

    private void grow() {
        long[] before = offsets;
        offsets = new long[before.length * 2];
        for (long old = Math.max(1, highest - before.length + 1); old <= highest; old++) {
            offsets[slot(old)] = before[(int) (old & before.length - 1)];
        }
    }

    private void advance() {
        complete = Math.max(complete, highest - CAPACITY);
        while (isComplete && complete < highest && offsetOf(complete + 1) != NONE) {
            complete++;
        }
    }

    private int slot(long sequence) {
        return (int) (sequence & offsets.length - 1);
    }

    /** The offset of the request with this sequence, or {@link #NONE} if unknown. */
    long offsetOf(long sequence) {
        boolean isInWindow = sequence >= 1 && sequence <= highest && sequence > highest - offsets.length;
        return isInWindow ? offsets[slot(sequence)] - 1 : NONE;
    }

    long highest() {
        return highest;
    }

    /** The first missing sequence below the highest one, or {@link #NONE}. */
    long firstMissing() {
        return isComplete && complete < highest ? complete + 1 : NONE;
    }

    /** The next sequence above a missing one that is present. */
    long nextPresent(long missing) {
        long next = missing;
        while (next < highest && offsetOf(next) == NONE) {
            next++;
        }
        return next;
    }

    /** Continues after a reported gap. */
    void skipGap(long missing) {
        complete = nextPresent(missing) - 1;
        advance();
    }
}
