package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends orders to the payment service, at the maximum or at a fixed rate, and waits until every payment is CAPTURED.
 */
final class PaymentLoad {
    private static final int CONCURRENT_CALLS = 32;
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final Duration DRAIN_BOUND = Duration.ofMinutes(3);
    private static final long LATENCY_MAX_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final GatewayClient client;
    private final ShopperGroup group;
    private final List<UUID> products;
    private final CapturedPaymentsConsumer captured;
    private final AtomicInteger orders = new AtomicInteger();
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();

    PaymentLoad(GatewayClient client, ShopperGroup group, List<UUID> products, CapturedPaymentsConsumer captured) {
        this.client = client;
        this.group = group;
        this.products = List.copyOf(products);
        this.captured = captured;
    }

    /**
     * The rates of one run at maximum load.
     *
     * @param acceptedPerSecond while callers send orders; earlier payments are charged at the same time
     * @param chargedPerSecond from the first order to the last charge
     */
    record Rates(double acceptedPerSecond, double chargedPerSecond) {}

    /** Controls the payment provider before and after the callers send orders. */
    interface Provider {
        void before();

        void after();
    }

    Map<String, LongAdder> errors() {
        return Map.copyOf(errors);
    }

    /**
     * Sends orders at the maximum rate; returns when all accepted payments are charged.
     *
     * @param provider how the provider behaves while orders are sent
     */
    Rates maxRate(Provider provider) {
        captured.clear();
        provider.before();
        Queue<UUID> accepted = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        long end = start + PHASE.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CONCURRENT_CALLS; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        UUID payment = order();
                        if (payment != null) {
                            accepted.add(payment);
                        }
                    }
                });
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        provider.after();
        Eventually.holds("all accepted payments are charged", DRAIN_BOUND, () -> captured.containsAll(accepted));
        double total = (System.nanoTime() - start) / 1e9;
        return new Rates(accepted.size() / seconds, accepted.size() / total);
    }

    /**
     * Sends orders at this rate; returns the microseconds from the intended send time to CAPTURED. Failures count as
     * one minute.
     */
    Histogram atRate(double rate) throws InterruptedException {
        captured.clear();
        record Sent(UUID payment, long intended) {}
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        LongAdder failed = new LongAdder();
        long interval = (long) (1e9 / rate);
        long start = System.nanoTime();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        for (long at = 0; at < PHASE.toNanos(); at += interval) {
            long intended = start + at;
            for (long left = intended - System.nanoTime(); left > 0; left = intended - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            threads.execute(() -> {
                UUID payment = order();
                if (payment == null) {
                    failed.increment();
                } else {
                    sent.add(new Sent(payment, intended));
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("calls did not finish within their time-outs");
        }
        List<UUID> accepted = sent.stream().map(Sent::payment).toList();
        Eventually.holds("all accepted payments are charged", DRAIN_BOUND, () -> captured.containsAll(accepted));
        Histogram micros = new Histogram(LATENCY_MAX_MICROS, 3);
        micros.recordValueWithCount(LATENCY_MAX_MICROS, failed.sum());
        sent.forEach(one -> micros.recordValue(
                Math.min(LATENCY_MAX_MICROS, (captured.capturedAt(one.payment()) - one.intended()) / 1000)));
        return micros;
    }

    /** Places the next user's order; no user repeats an order within a minute. Returns null if it was not accepted. */
    private @Nullable UUID order() {
        int number = orders.getAndIncrement();
        List<Shopper> shoppers = group.shoppers();
        int round = number / shoppers.size();
        int product = Math.floorMod(number + round, products.size());
        Order order = new Order(products.get(product), 1 + round / products.size() % 5, null, "pm_card_visa");
        Call call = Call.post("/api/payments")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(order.body());
        String error;
        try {
            Answer answer = shoppers.get(number % shoppers.size()).sendTo(client, call);
            if (answer.status() == 202) {
                return UUID.fromString(answer.text("paymentId"));
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
