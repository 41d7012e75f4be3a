package dev.firstcome.e2e.bench;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.GatewayClient;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.waiting.Eventually;
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

/** Orders at the payment service: as many as a number of callers get accepted, or some a second, each until it is CAPTURED. */
final class PaymentLoad {
    private static final int AT_ONCE = 32;
    private static final Duration PHASE = Duration.ofSeconds(3);
    private static final Duration DRAIN = Duration.ofMinutes(3);
    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final GatewayClient door;
    private final ShopperGroup crowd;
    private final List<UUID> products;
    private final CapturedPaymentsConsumer captured;
    private final AtomicInteger orders = new AtomicInteger();
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();

    PaymentLoad(GatewayClient door, ShopperGroup crowd, List<UUID> products, CapturedPaymentsConsumer captured) {
        this.door = door;
        this.crowd = crowd;
        this.products = List.copyOf(products);
        this.captured = captured;
    }

    /**
     * One run as fast as it goes.
     *
     * @param acceptedPerSecond while all were asking; payments accepted before are charged meanwhile
     * @param chargedPerSecond from the first order to the last charge
     */
    record Rates(double acceptedPerSecond, double chargedPerSecond) {}

    /** What is done with the provider before everybody asks, and after. */
    interface Provider {
        void before();

        void after();
    }

    Map<String, LongAdder> errors() {
        return Map.copyOf(errors);
    }

    /**
     * Returns when all that were accepted are charged.
     *
     * @param provider what is done with it while all ask
     */
    Rates asManyAsPossible(Provider provider) {
        captured.forget();
        provider.before();
        Queue<UUID> accepted = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        long end = start + PHASE.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
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
        Eventually.holds("all are charged", DRAIN, () -> captured.sawAll(accepted));
        double whole = (System.nanoTime() - start) / 1e9;
        return new Rates(accepted.size() / seconds, accepted.size() / whole);
    }

    /** So many a second: microseconds from the moment that was meant to CAPTURED; what failed counts as the longest. */
    Histogram atRate(double rate) throws InterruptedException {
        captured.forget();
        record Sent(UUID payment, long meant) {}
        Queue<Sent> sent = new ConcurrentLinkedQueue<>();
        LongAdder failed = new LongAdder();
        long apart = (long) (1e9 / rate);
        long start = System.nanoTime();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        for (long at = 0; at < PHASE.toNanos(); at += apart) {
            long meant = start + at;
            for (long left = meant - System.nanoTime(); left > 0; left = meant - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            threads.execute(() -> {
                UUID payment = order();
                if (payment == null) {
                    failed.increment();
                } else {
                    sent.add(new Sent(payment, meant));
                }
            });
        }
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            throw new IllegalStateException("calls did not end by their time-outs");
        }
        List<UUID> accepted = sent.stream().map(Sent::payment).toList();
        Eventually.holds("all are charged", DRAIN, () -> captured.sawAll(accepted));
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        micros.recordValueWithCount(LONGEST_MICROS, failed.sum());
        sent.forEach(one ->
                micros.recordValue(Math.min(LONGEST_MICROS, (captured.moment(one.payment()) - one.meant()) / 1000)));
        return micros;
    }

    /** The next user orders the next product: nobody the same twice within a minute. Null if it was not accepted. */
    private @Nullable UUID order() {
        int number = orders.getAndIncrement();
        List<Shopper> shoppers = crowd.shoppers();
        int round = number / shoppers.size();
        int product = Math.floorMod(number + round, products.size());
        Order order = new Order(products.get(product), 1 + round / products.size() % 5, null, "pm_card_visa");
        Call call = Call.post("/api/payments")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(order.body());
        String error;
        try {
            Answer answer = shoppers.get(number % shoppers.size()).sendTo(door, call);
            if (answer.status() == 202) {
                return UUID.fromString(answer.text("paymentId"));
            }
            error = answer.status() + " " + answer.code();
        } catch (IOException silence) {
            error = silence.getClass().getSimpleName();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            error = "interrupted";
        }
        errors.computeIfAbsent(error, any -> new LongAdder()).increment();
        return null;
    }
}
