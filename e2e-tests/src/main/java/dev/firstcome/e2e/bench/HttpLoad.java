package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.testsupport.Eventually;
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
 * Generates load on one endpoint. A fixed number of callers first measures the rate (closed model). Then calls at half
 * of that rate and at fixed times measure the latency from the intended send time to the answer and to the outcome
 * (open model).
 */
final class HttpLoad {
    private static final int CONCURRENT_CALLS = 32;
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final Duration ADMISSION_BOUND = Duration.ofSeconds(20);
    private static final long LATENCY_MAX_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    /** The latency that is recorded for a failed call. */
    private static final long TIMEOUT_MICROS = GatewayClient.CALL_DURATION_MAX.toNanos() / 1000;

    private final GatewayClient client;
    private final UUID campaign;
    private final ShopperGroup group;
    private final PublishedResultsConsumer published;
    private List<Caller> callers = List.of();

    HttpLoad(GatewayClient client, UUID campaign, ShopperGroup group, PublishedResultsConsumer published) {
        this.client = client;
        this.campaign = campaign;
        this.group = group;
        this.published = published;
    }

    enum Target {
        REQUESTS,
        NOOP
    }

    /** A user with an admission, who sends requests repeatedly, each with a new idempotency key. */
    private record Caller(Shopper shopper, String admission) {}

    /** The log position of an accepted request and its intended send time. */
    private record Accepted(LogPosition position, long intended) {}

    /**
     * Latencies of calls at fixed times, in microseconds; a call that failed or has no outcome counts as the time-out.
     *
     * @param outcomes empty for calls without outcomes
     */
    private record Latencies(Histogram answers, Histogram outcomes) {}

    /**
     * The results of one run.
     *
     * @param outcomeP99Micros 0 for calls without outcomes
     * @param errors the number of calls that were not accepted, by status and code
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

    /** Obtains new admissions for each run, because an admission is valid for only a few minutes. */
    private List<Caller> callers() {
        return group.shoppers().stream()
                .map(shopper -> new Caller(shopper, admission(shopper, campaign)))
                .toList();
    }

    private static String admission(Shopper shopper, UUID campaign) {
        Call call = Call.post("/api/campaigns/" + campaign + "/admissions");
        return Eventually.get("an admission", ADMISSION_BOUND, () -> shopper.send(call), Answer::ok)
                .text("admission");
    }

    /** The accepted calls per second; records no latencies. */
    double rate(Target target) throws InterruptedException {
        callers = callers();
        return maxRate(target, new ConcurrentHashMap<>());
    }

    Measured measure(Target target) throws InterruptedException {
        callers = callers();
        Machine.CpuShare share = new Machine.CpuShare();
        ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();
        double rate = maxRate(target, errors);
        Latencies latencies = atRate(target, rate / 2, errors);
        return new Measured(
                rate,
                latencies.answers().getValueAtPercentile(99),
                latencies.outcomes().getValueAtPercentile(50),
                latencies.outcomes().getValueAtPercentile(99),
                Map.copyOf(errors),
                share.percent());
    }

    private double maxRate(Target target, ConcurrentMap<String, LongAdder> errors) {
        LongAdder accepted = new LongAdder();
        long start = System.nanoTime();
        long end = start + PHASE.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int first = 0; first < CONCURRENT_CALLS; first++) {
                int from = first;
                threads.execute(() -> {
                    for (int i = from; System.nanoTime() < end; i += CONCURRENT_CALLS) {
                        if (send(target, callers.get(i % callers.size()), errors) != null) {
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
        ConcurrentHistogram answers = new ConcurrentHistogram(LATENCY_MAX_MICROS, 3);
        Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
        long interval = (long) (1e9 / Math.max(1, rate));
        long start = System.nanoTime();
        List<Long> sendTimes = new ArrayList<>();
        for (long at = 0; at < PHASE.toNanos(); at += interval) {
            sendTimes.add(start + at);
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        for (int i = 0; i < sendTimes.size(); i++) {
            long intended = sendTimes.get(i);
            Caller caller = callers.get(i % callers.size());
            for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            threads.execute(() -> {
                Answer answer = send(target, caller, errors);
                answers.recordValue(answer == null ? TIMEOUT_MICROS : micros(System.nanoTime() - intended));
                if (answer != null) {
                    LogPosition.ofRequest(answer.text("requestId"))
                            .ifPresent(position -> accepted.add(new Accepted(position, intended)));
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("calls did not finish within their time-outs");
        }
        int failed = target == Target.NOOP ? 0 : sendTimes.size() - accepted.size();
        return new Latencies(answers, outcomes(accepted, failed));
    }

    private Histogram outcomes(Queue<Accepted> accepted, int failed) throws InterruptedException {
        Histogram outcomes = new Histogram(LATENCY_MAX_MICROS, 3);
        outcomes.recordValueWithCount(TIMEOUT_MICROS, failed);
        long end = System.nanoTime() + GatewayClient.CALL_DURATION_MAX.toNanos();
        for (Accepted one : accepted) {
            OptionalLong publishedAt = published.publishedAt(one.position(), end);
            outcomes.recordValue(
                    publishedAt.isEmpty() ? TIMEOUT_MICROS : micros(publishedAt.getAsLong() - one.intended()));
        }
        return outcomes;
    }

    private static long micros(long nanos) {
        return Math.min(LATENCY_MAX_MICROS, nanos / 1000);
    }

    /** Sends one call; returns null if it was not accepted. */
    private @Nullable Answer send(Target target, Caller caller, ConcurrentMap<String, LongAdder> errors) {
        Call call = Call.post("/api/campaigns/" + campaign + (target == Target.NOOP ? "/noop" : "/requests"))
                .header("X-Admission", caller.admission())
                .header("Idempotency-Key", UUID.randomUUID().toString());
        String error;
        try {
            Answer answer = caller.shopper().sendTo(client, call);
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
