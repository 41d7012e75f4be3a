package dev.firstcome.coupon.progress.kafka;

import dev.firstcome.contracts.coupon.IssueProgress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tracks the latest progress and the recent publication rate of one partition. Thread-safe. */
final class ProgressTracker {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
    private static final long SAMPLE_INTERVAL = TimeUnit.MILLISECONDS.toNanos(250);

    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile @Nullable IssueProgress latest;

    private record Sample(long nanos, long published) {}

    @Nullable
    IssueProgress latest() {
        return latest;
    }

    synchronized void update(IssueProgress next, long now) {
        IssueProgress known = latest;
        IssueProgress merged = known == null ? next : merge(known, next);
        latest = merged;
        Sample last = samples.peekLast();
        if (last == null || now - last.nanos() >= SAMPLE_INTERVAL) {
            samples.addLast(new Sample(now, merged.published()));
        }
        removeExpired(now);
    }

    /** Returns the number of records published per second since the oldest sample. */
    synchronized double ratePerSecond(long now) {
        removeExpired(now);
        Sample first = samples.peekFirst();
        IssueProgress known = latest;
        if (first == null || known == null || now - first.nanos() < SAMPLE_INTERVAL) {
            return 0;
        }
        return (known.published() - first.published()) * (double) TimeUnit.SECONDS.toNanos(1) / (now - first.nanos());
    }

    private void removeExpired(long now) {
        while (samples.peekFirst() != null && now - samples.peekFirst().nanos() > WINDOW) {
            samples.removeFirst();
        }
    }

    private static IssueProgress merge(IssueProgress known, IssueProgress next) {
        boolean later = next.lowWatermark() > known.lowWatermark()
                || next.lowWatermark() == known.lowWatermark() && known.lowWatermarkTimeMillis() == null;
        IssueProgress higher = later ? next : known;
        return new IssueProgress(
                next.topicId(),
                next.partition(),
                Math.max(known.published(), next.published()),
                Math.max(known.epoch(), next.epoch()),
                higher.lowWatermark(),
                higher.lowWatermarkTimeMillis());
    }
}
