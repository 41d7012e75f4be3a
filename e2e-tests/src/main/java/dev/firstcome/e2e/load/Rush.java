package dev.firstcome.e2e.load;

import dev.firstcome.e2e.verifier.ClientHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running load of many user sessions on one campaign. Every session is a virtual thread with a bounded duration. */
public final class Rush implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RushTally tally = new RushTally();
    private final List<Future<UserOutcome>> sessions = new ArrayList<>();
    private final Duration durationMax;

    private Rush(Duration durationMax) {
        this.durationMax = durationMax;
    }

    /** Schedules the sessions of all shoppers as planned; returns immediately. */
    public static Rush start(List<Shopper> shoppers, RushPlan plan, ClientHistory history) {
        Duration untilFirst = Duration.between(Instant.now(), plan.firstArrival());
        Rush rush = new Rush(untilFirst
                .plus(plan.spread())
                .plus(plan.giveUpAfter())
                .plus(GatewayClient.CALL_DURATION_MAX.multipliedBy(2)));
        long first = System.nanoTime() + untilFirst.toNanos();
        long[] arrivals = plan.arrivals(shoppers.size());
        for (int i = 0; i < arrivals.length; i++) {
            ShopperSession session =
                    new ShopperSession(shoppers.get(i), plan, rush.tally, history, first + arrivals[i]);
            rush.sessions.add(rush.threads.submit(session::run));
        }
        return rush;
    }

    public RushTally tally() {
        return tally;
    }

    public int users() {
        return sessions.size();
    }

    /** Waits for all sessions and returns their outcomes in the order of the shoppers. The plan bounds the wait. */
    public List<UserOutcome> awaitOutcomes() throws InterruptedException {
        long end = System.nanoTime() + durationMax.toNanos();
        List<UserOutcome> outcomes = new ArrayList<>();
        for (Future<UserOutcome> session : sessions) {
            try {
                outcomes.add(session.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a user session failed or did not end in time", e);
            }
        }
        return outcomes;
    }

    /** Interrupts the sessions that are still running. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
