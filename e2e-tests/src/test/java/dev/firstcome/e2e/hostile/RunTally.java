package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.openapi.ApiOperation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What a run has sent and received. Thread-safe. */
public final class RunTally {
    private static final int SLOWEST = 15;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Set<String> operations = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();
    private final Map<String, Long> nanosByPlace = new ConcurrentHashMap<>();
    private final Violations violations = new Violations();

    void countCall(HostileCall call) {
        calls.incrementAndGet();
        operations.add(call.operation().toString());
    }

    void countResponse(int status) {
        statuses.merge(status, 1, Integer::sum);
    }

    /** Adds the time that a call and its retries took to the sum of the place in which its value was. */
    void countTime(HostileCall call, long nanos) {
        String place = call.kind() == HostileCall.Kind.PROTOCOL
                ? "%s = %s".formatted(call.place(), call.value())
                : call.operation().toString();
        nanosByPlace.merge(place, nanos, Long::sum);
    }

    /** The places that took most of the time, with their seconds. */
    private String slowest(int most) {
        return nanosByPlace.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(most)
                .map(entry -> "%n  %6.1f s  %s".formatted(entry.getValue() / 1e9, entry.getKey()))
                .collect(Collectors.joining());
    }

    void countRetry() {
        retries.incrementAndGet();
    }

    /** A number that no other call has. */
    int nextNumber() {
        return numbers.incrementAndGet();
    }

    public int calls() {
        return calls.get();
    }

    /** The operations that were called, as {@link ApiOperation#toString()}. */
    public Set<String> operations() {
        return Set.copyOf(operations);
    }

    public Violations violations() {
        return violations;
    }

    @Override
    public String toString() {
        return "%d operations, %d calls, %d retries, responses %s; most of the time:%s"
                .formatted(operations.size(), calls.get(), retries.get(), new TreeMap<>(statuses), slowest(SLOWEST));
    }
}
