package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.FaultSpec.OfLink;
import dev.firstcome.e2e.faults.FaultSpec.OfProcess;
import dev.firstcome.e2e.faults.FaultSpec.ProcessFault;
import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The execution of a timeline in its own thread. All injected faults are healed when the run ends: after the last
 * fault, after an early close, and after a failure to inject or heal a fault.
 */
public final class TimelineRun implements AutoCloseable {
    /** The additional time for killed processes to start. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Timeline timeline;
    private final FaultTarget target;
    private final Map<Fault, Healing> active = new LinkedHashMap<>();
    private final Set<String> launched = new LinkedHashSet<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread;
    private long startNanos;

    private TimelineRun(Timeline timeline, FaultTarget target) {
        this.timeline = timeline;
        this.target = target;
        this.thread = Thread.ofVirtual().name("fault timeline").unstarted(this::run);
    }

    /** The action that heals an injected fault. */
    private interface Healing {
        /** Heals the fault and returns details for the log. */
        String heal();
    }

    private record Step(Duration at, Fault fault, boolean heals) {}

    /** Prints the timeline and starts it. Does not wait for its completion. */
    public static TimelineRun start(Timeline timeline, FaultTarget target) {
        System.out.println(timeline);
        TimelineRun run = new TimelineRun(timeline, target);
        run.thread.start();
        return run;
    }

    /**
     * Waits until all faults are healed and all killed processes are ready.
     *
     * @throws IllegalStateException if a fault could not be injected or healed; all others are healed then
     */
    public void awaitCompletion() throws InterruptedException {
        try {
            done.get(timeline.length().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The timeline failed or did not complete in time:\n" + timeline, e);
        }
    }

    /** Stops the run: heals the active faults and injects no further ones. */
    @Override
    public void close() throws InterruptedException {
        stopped.countDown();
        awaitCompletion();
    }

    private void run() {
        List<RuntimeException> failures = new ArrayList<>();
        startNanos = System.nanoTime();
        try {
            for (Step step : steps()) {
                if (stopped.await(startNanos + step.at().toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
                execute(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the active faults must be healed in any case
            failures.add(e);
        }
        healAll(failures);
        if (failures.isEmpty()) {
            done.complete(null);
        } else {
            failures.stream().skip(1).forEach(failures.getFirst()::addSuppressed);
            done.completeExceptionally(failures.getFirst());
        }
    }

    /** Returns the steps in time order. At equal times, healing precedes injection. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Fault fault : timeline.faults()) {
            steps.add(new Step(fault.at(), fault, false));
            steps.add(new Step(fault.healedAt(), fault, true));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(step -> !step.heals()));
        return steps;
    }

    private void execute(Step step) {
        if (step.heals()) {
            heal(step.fault());
        } else {
            log("injected", step.fault(), "");
            active.put(step.fault(), inject(step.fault().spec()));
        }
    }

    private Healing inject(FaultSpec spec) {
        switch (spec) {
            case OfLink(var link, var impairment) -> {
                ActiveImpairment applied = target.apply(link, impairment);
                return () -> {
                    applied.close();
                    return ", affected " + applied.affectedConnections() + " connections";
                };
            }
            case OfProcess(String process, ProcessFault fault)
            when fault == ProcessFault.KILL -> {
                target.kill(process);
                return () -> {
                    launched.add(process);
                    target.launch(process);
                    return "";
                };
            }
            case OfProcess(String process, ProcessFault pause) -> {
                target.pause(process);
                return () -> {
                    target.resume(process);
                    return "";
                };
            }
        }
    }

    private void heal(Fault fault) {
        Healing healing = active.remove(fault);
        if (healing != null) {
            log("healed", fault, healing.heal());
        }
    }

    private void healAll(List<RuntimeException> failures) {
        for (Fault fault : List.copyOf(active.keySet())) {
            attempt(() -> heal(fault), failures);
        }
        launched.forEach(process -> attempt(() -> target.awaitReady(process), failures));
    }

    private static void attempt(Runnable healing, List<RuntimeException> failures) {
        try {
            healing.run();
        } catch (RuntimeException e) { // the other faults must still be healed
            failures.add(e);
        }
    }

    private void log(String action, Fault fault, String details) {
        System.out.printf(
                "%6d ms: %s %s%s%n",
                (System.nanoTime() - startNanos) / 1_000_000, TimelineText.of(fault.spec()), action, details);
    }
}
