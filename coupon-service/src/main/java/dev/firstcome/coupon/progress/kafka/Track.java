package dev.firstcome.coupon.progress.kafka;

import dev.firstcome.contracts.coupon.IssueProgress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One partition's progress over the last seconds. */
final class Track {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(5);
    private static final long SAMPLE_EVERY = TimeUnit.MILLISECONDS.toNanos(250);

    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile @Nullable IssueProgress latest;

    private record Sample(long nanos, long published) {}

    @Nullable
    IssueProgress latest() {
        return latest;
    }

    synchronized void take(IssueProgress next, long now) {
        IssueProgress known = latest;
        IssueProgress merged = known == null ? next : merge(known, next);
        latest = merged;
        Sample last = samples.peekLast();
        if (last == null || now - last.nanos() >= SAMPLE_EVERY) {
            samples.addLast(new Sample(now, merged.published()));
        }
        forget(now);
    }

    /** Published records per second between the oldest sample and now. */
    synchronized double ratePerSecond(long now) {
        forget(now);
        Sample first = samples.peekFirst();
        IssueProgress known = latest;
        if (first == null || known == null || now - first.nanos() < SAMPLE_EVERY) {
            return 0;
        }
        return (known.published() - first.published()) * (double) TimeUnit.SECONDS.toNanos(1) / (now - first.nanos());
    }

    private void forget(long now) {
        while (samples.peekFirst() != null && now - samples.peekFirst().nanos() > WINDOW) {
            samples.removeFirst();
        }
    }

    private static IssueProgress merge(IssueProgress known, IssueProgress next) {
        boolean later = next.floor() > known.floor()
                || next.floor() == known.floor() && known.floorTimeMillis() == null; // of a service that did not say it
        IssueProgress higher = later ? next : known;
        return new IssueProgress(
                next.topicId(),
                next.partition(),
                Math.max(known.published(), next.published()),
                Math.max(known.epoch(), next.epoch()),
                higher.floor(),
                higher.floorTimeMillis());
    }
}
