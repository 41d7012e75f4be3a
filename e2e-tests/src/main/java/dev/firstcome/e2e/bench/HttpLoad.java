package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.e2e.waiting.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Load on one endpoint: first as many calls as a fixed number of callers get answered (the rate), then calls at moments
 * fixed before, at half of that rate (the latency, from the moment that was meant, to the answer and to the outcome).
 */
final class HttpLoad {
    private static final int AT_ONCE = 32;
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final Duration ADMISSION_BOUND = Duration.ofSeconds(20);
    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    /** What a call that failed counts as. */
    private static final long TIMEOUT_MICROS = GatewayClient.LONGEST.toNanos() / 1000;

    private final GatewayClient door;
    private final UUID campaign;
    private final ShopperGroup crowd;
    private final PublishedResultsConsumer published;
    private List<Caller> callers = List.of();

    HttpLoad(GatewayClient door, UUID campaign, ShopperGroup crowd, PublishedResultsConsumer published) {
        this.door = door;
        this.campaign = campaign;
        this.crowd = crowd;
        this.published = published;
    }

    enum Target {
        REQUESTS,
        NOOP
    }

    /** A user with an admission, who asks again and again, each time under a new key. */
    private record Caller(Shopper shopper, String admission) {}

    /** A request that was accepted, and when it was meant to be sent. */
    private record Accepted(LogPosition place, long meant) {}

    /**
     * Of calls at moments fixed before, in microseconds; what failed or has no outcome counts as the time-out.
     *
     * @param outcomes empty for calls that have none
     */
    private record Latencies(Histogram answers, Histogram outcomes) {}

    /**
     * @param outcomeP99Micros 0 for calls that have no outcome
     * @param errors calls that were not answered 202, by what they were answered
     */
    record Measured(
            double perSecond,
            double p99Micros,
            double outcomeP50Micros,
            double outcomeP99Micros,
            Map<String, LongAdder> errors,
            double generatorPercent) {
        String text() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f/s, p99 %.1f ms%s%s, generator %.0f%%",
                    perSecond,
                    p99Micros / 1000,
                    outcomeP99Micros == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    ", outcome p50 %.1f ms, p99 %.1f ms",
                                    outcomeP50Micros / 1000,
                                    outcomeP99Micros / 1000),
                    errors.isEmpty() ? "" : ", errors " + errors,
                    generatorPercent);
        }
    }

    /** Fresh ones for each run, since an admission is good for some minutes only. */
    private List<Caller> callers() {
        return crowd.shoppers().stream()
                .map(shopper -> new Caller(shopper, admission(shopper, campaign)))
                .toList();
    }

    private static String admission(Shopper shopper, UUID campaign) {
        Call call = Call.post("/api/campaigns/" + campaign + "/admissions");
        return Eventually.get("an admission", ADMISSION_BOUND, () -> shopper.send(call), Answer::ok)
                .text("admission");
    }

    /** Calls answered a second, without a look at how long each took. */
    double rate(Target target) throws InterruptedException {
        callers = callers();
        return asManyAsPossible(target, new ConcurrentHashMap<>());
    }

    Measured measure(Target target) throws InterruptedException {
        callers = callers();
        Machine.Share share = new Machine.Share();
        ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();
        double rate = asManyAsPossible(target, errors);
        Latencies latencies = atRate(target, rate / 2, errors);
        return new Measured(
                rate,
                latencies.answers().getValueAtPercentile(99),
                latencies.outcomes().getValueAtPercentile(50),
                latencies.outcomes().getValueAtPercentile(99),
                Map.copyOf(errors),
                share.percent());
    }

    private double asManyAsPossible(Target target, ConcurrentMap<String, LongAdder> errors) {
        LongAdder accepted = new LongAdder();
        long start = System.nanoTime();
        long end = start + PHASE.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int first = 0; first < AT_ONCE; first++) {
                int from = first;
                threads.execute(() -> {
                    for (int i = from; System.nanoTime() < end; i += AT_ONCE) {
                        if (answer(target, callers.get(i % callers.size()), errors) != null) {
                            accepted.increment();
                        }
                    }
                });
            }
        }
        return accepted.sum() * 1e9 / (System.nanoTime() - start);
    }

    private Latencies atRate(Target target, double rate, ConcurrentMap<String, LongAdder> errors)
            throws InterruptedException {
        ConcurrentHistogram answers = new ConcurrentHistogram(LONGEST_MICROS, 3);
        Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
        long apart = (long) (1e9 / Math.max(1, rate));
        long start = System.nanoTime();
        List<Long> moments = new ArrayList<>();
        for (long at = 0; at < PHASE.toNanos(); at += apart) {
            moments.add(start + at);
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        for (int i = 0; i < moments.size(); i++) {
            long meant = moments.get(i);
            Caller caller = callers.get(i % callers.size());
            for (long left = meant - System.nanoTime(); left > 0; left = meant - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            threads.execute(() -> {
                Answer answer = answer(target, caller, errors);
                answers.recordValue(answer == null ? TIMEOUT_MICROS : micros(System.nanoTime() - meant));
                if (answer != null) {
                    LogPosition.ofRequest(answer.text("requestId"))
                            .ifPresent(place -> accepted.add(new Accepted(place, meant)));
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("calls did not end by their time-outs");
        }
        int failed = target == Target.NOOP ? 0 : moments.size() - accepted.size();
        return new Latencies(answers, outcomes(accepted, failed));
    }

    private Histogram outcomes(Queue<Accepted> accepted, int failed) throws InterruptedException {
        Histogram outcomes = new Histogram(LONGEST_MICROS, 3);
        outcomes.recordValueWithCount(TIMEOUT_MICROS, failed);
        long end = System.nanoTime() + GatewayClient.LONGEST.toNanos();
        for (Accepted one : accepted) {
            OptionalLong moment = published.moment(one.place(), end);
            outcomes.recordValue(moment.isEmpty() ? TIMEOUT_MICROS : micros(moment.getAsLong() - one.meant()));
        }
        return outcomes;
    }

    private static long micros(long nanos) {
        return Math.min(LONGEST_MICROS, nanos / 1000);
    }

    /** Null if it was not accepted. */
    private @Nullable Answer answer(Target target, Caller caller, ConcurrentMap<String, LongAdder> errors) {
        Call call = Call.post("/api/campaigns/" + campaign + (target == Target.NOOP ? "/noop" : "/requests"))
                .header("X-Admission", caller.admission())
                .header("Idempotency-Key", UUID.randomUUID().toString());
        String error;
        try {
            Answer answer = caller.shopper().sendTo(door, call);
            if (answer.status() == 202) {
                return answer;
            }
            error = answer.status() + " " + answer.code();
        } catch (IOException e) {
            error = e.getClass().getSimpleName();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            error = "interrupted";
        }
        errors.computeIfAbsent(error, any -> new LongAdder()).increment();
        return null;
    }
}
