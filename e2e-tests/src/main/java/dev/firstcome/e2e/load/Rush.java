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

/** A crowd's rush on a campaign, under way. Every user is a virtual thread with a bounded patience. */
public final class Rush implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final RushTally tally = new RushTally();
    private final List<Future<UserOutcome>> visits = new ArrayList<>();
    private final Duration longest;

    private Rush(Duration longest) {
        this.longest = longest;
    }

    /** Lets all shoppers come as planned; returns at once. */
    public static Rush start(List<Shopper> shoppers, RushPlan plan, ClientHistory history) {
        Duration untilFirst = Duration.between(Instant.now(), plan.first());
        Rush rush = new Rush(
                untilFirst.plus(plan.spread()).plus(plan.patience()).plus(GatewayClient.LONGEST.multipliedBy(2)));
        long first = System.nanoTime() + untilFirst.toNanos();
        long[] arrivals = plan.arrivals(shoppers.size());
        for (int i = 0; i < arrivals.length; i++) {
            ShopperSession visit = new ShopperSession(shoppers.get(i), plan, rush.tally, history, first + arrivals[i]);
            rush.visits.add(rush.threads.submit(visit::run));
        }
        return rush;
    }

    public RushTally tally() {
        return tally;
    }

    public int users() {
        return visits.size();
    }

    /** Waits for everyone's end, in the order of the shoppers. Bounded by the plan's patience. */
    public List<UserOutcome> endings() throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        List<UserOutcome> endings = new ArrayList<>();
        for (Future<UserOutcome> visit : visits) {
            try {
                endings.add(visit.get(end - System.nanoTime(), TimeUnit.NANOSECONDS));
            } catch (ExecutionException | TimeoutException e) {
                throw new IllegalStateException("a visit did not end as it should", e);
            }
        }
        return endings;
    }

    /** Sends home who is still there. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
