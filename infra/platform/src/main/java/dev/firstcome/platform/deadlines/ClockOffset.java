package dev.firstcome.platform.deadlines;

import java.util.concurrent.TimeUnit;

/**
 * Estimates the offset between a sender's clock and the clock of this process as the smallest difference between receipt
 * and send time over the last minute with requests. The estimate is the true offset plus the transport delay of the fastest
 * of these requests. So a measured delay is too small by that time at most, and never too large while both clocks run
 * evenly. Thread-safe.
 *
 * <p>The minimum is kept in two halves of 30 seconds. A half is replaced only when a request arrives: a process that was
 * stopped still knows the offset afterwards, for up to ten minutes. After that the clocks may have drifted apart. A sender's
 * clock that jumps back makes its requests look late for one minute with requests at most.
 */
final class ClockOffset {
    static final long HALF_MILLIS = TimeUnit.SECONDS.toMillis(30);
    static final long KEPT_MILLIS = TimeUnit.MINUTES.toMillis(10);

    private static final long NONE = Long.MAX_VALUE;

    private long previousMin = NONE;
    private long currentMin = NONE;
    private long currentSince;

    /**
     * Adds a request to the estimate and returns its delay, in milliseconds, never negative.
     *
     * @param sent send time on the sender's clock
     * @param received receipt time on a monotonic clock of this process
     */
    synchronized long delayOf(long sent, long received) {
        long difference = received - sent;
        if (currentMin == NONE || received - currentSince >= HALF_MILLIS) {
            previousMin = received - currentSince < KEPT_MILLIS ? currentMin : NONE;
            currentMin = difference;
            currentSince = received;
        } else {
            currentMin = Math.min(currentMin, difference);
        }
        return difference - Math.min(previousMin, currentMin);
    }
}
