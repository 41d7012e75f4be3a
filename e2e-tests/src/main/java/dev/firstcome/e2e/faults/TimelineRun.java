package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.FaultSpec.OfLink;
import dev.firstcome.e2e.faults.FaultSpec.OfPart;
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
 * A timeline at work, beside whatever else happens. Whichever way it ends, everything that it has broken is healed: after
 * the last fault, when it is closed before, and when breaking or healing something fails.
 */
public final class TimelineRun implements AutoCloseable {
    /** How much longer than planned: a killed part takes its time to start. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final Timeline timeline;
    private final FaultTarget world;
    private final Map<Fault, Healing> broken = new LinkedHashMap<>();
    private final Set<String> launched = new LinkedHashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final Thread thread;
    private long begun;

    private TimelineRun(Timeline timeline, FaultTarget world) {
        this.timeline = timeline;
        this.world = world;
        this.thread = Thread.ofVirtual().name("fault timeline").unstarted(this::run);
    }

    /** How something that was broken is healed. */
    private interface Healing {
        /** What there is to say of it then. */
        String heal();
    }

    private record Step(Duration at, Fault fault, boolean heals) {}

    /** Prints the timeline and begins with it; returns at once. */
    public static TimelineRun begin(Timeline timeline, FaultTarget world) {
        System.out.println(timeline);
        TimelineRun run = new TimelineRun(timeline, world);
        run.thread.start();
        return run;
    }

    /** Returns when the last fault is healed and every part is ready that was killed. Throws what went wrong, after everything was healed. */
    public void ends() throws InterruptedException {
        try {
            done.get(timeline.length().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The timeline did not go as planned:\n" + timeline, e);
        }
    }

    /** Ends it here: what is broken is healed, what is to come does not come. */
    @Override
    public void close() throws InterruptedException {
        ended.countDown();
        ends();
    }

    private void run() {
        List<RuntimeException> failures = new ArrayList<>();
        begun = System.nanoTime();
        try {
            for (Step step : steps()) {
                if (ended.await(begun + step.at().toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    break;
                }
                take(step);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // whatever it was, the rest must be healed
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

    /** In the order of time; what ends at a moment ends before something begins. */
    private List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Fault fault : timeline.faults()) {
            steps.add(new Step(fault.at(), fault, false));
            steps.add(new Step(fault.healedAt(), fault, true));
        }
        steps.sort(Comparator.comparing(Step::at).thenComparing(step -> !step.heals()));
        return steps;
    }

    private void take(Step step) {
        if (step.heals()) {
            heal(step.fault());
        } else {
            say("breaks", step.fault(), "");
            broken.put(step.fault(), breaks(step.fault().breakage()));
        }
    }

    private Healing breaks(FaultSpec breakage) {
        switch (breakage) {
            case OfLink(var link, var impairment) -> {
                ActiveImpairment applied = world.apply(link, impairment);
                return () -> {
                    applied.close();
                    return ", met " + applied.met() + " connections";
                };
            }
            case OfPart(String part, ProcessFault fault)
            when fault == ProcessFault.KILL -> {
                world.kill(part);
                return () -> {
                    launched.add(part);
                    world.launch(part);
                    return "";
                };
            }
            case OfPart(String part, ProcessFault pause) -> {
                world.pause(part);
                return () -> {
                    world.resume(part);
                    return "";
                };
            }
        }
    }

    private void heal(Fault fault) {
        Healing healing = broken.remove(fault);
        if (healing != null) {
            say("healed", fault, healing.heal());
        }
    }

    private void healAll(List<RuntimeException> failures) {
        for (Fault fault : List.copyOf(broken.keySet())) {
            attempt(() -> heal(fault), failures);
        }
        launched.forEach(part -> attempt(() -> world.awaitReady(part), failures));
    }

    private static void attempt(Runnable healing, List<RuntimeException> failures) {
        try {
            healing.run();
        } catch (RuntimeException e) { // the others are healed all the same
            failures.add(e);
        }
    }

    private void say(String what, Fault fault, String more) {
        System.out.printf(
                "%6d ms: %s %s%s%n",
                (System.nanoTime() - begun) / 1_000_000, TimelineText.of(fault.breakage()), what, more);
    }
}
