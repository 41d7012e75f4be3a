package dev.firstcome.e2e.bench.rivals;

import dev.firstcome.local.PlatformDescription;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Measures the coupons per second of each rival at its best number of callers, and checks whether it issues exactly
 * the stock. The callers are threads of this process, so the rates include no HTTP overhead.
 */
public final class RivalRuns implements AutoCloseable {
    private static final List<Integer> CALLERS = List.of(1, 8, 64);
    private static final Duration RUN = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final long UNLIMITED_STOCK = 1_000_000_000;
    private static final int SMALL_STOCK = 200;
    private static final int USERS_OF_SMALL_STOCK = 1_000;

    private final CouponRows rows;
    private final List<Rival> rivals;
    private final Map<Rival, Integer> callers = new LinkedHashMap<>();
    private final PrintStream out;

    public RivalRuns(PlatformDescription platform, PrintStream out) throws SQLException {
        this.rows = new CouponRows(platform);
        this.rivals =
                List.of(new RedissonLock(platform, rows), new RowLock(rows), new ScriptInTheRequest(platform, rows));
        this.out = out;
    }

    /** Warms up each rival, determines its best number of callers, and prints whether it issues exactly the stock. */
    public void prepare() throws Exception {
        for (Rival rival : rivals) {
            run(rival, CALLERS.getLast());
            double best = 0;
            for (int count : CALLERS) {
                double rate = run(rival, count);
                out.printf(Locale.ROOT, "%s, %d callers: %,.0f/s%n", rival.name(), count, rate);
                if (rate > best) {
                    best = rate;
                    callers.put(rival, count);
                }
            }
            out.printf(
                    "%s, %d coupons, %d concurrent users: %s%n",
                    rival.name(), SMALL_STOCK, USERS_OF_SMALL_STOCK, checkStock(rival));
        }
    }

    /** The coupons per second of each rival, by name. */
    public Map<String, Double> couponsPerSecond() throws Exception {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Rival rival : rivals) {
            rates.put(rival.name(), run(rival, callers.getOrDefault(rival, 1)));
        }
        return rates;
    }

    private double run(Rival rival, int count) throws Exception {
        UUID campaign = UUID.randomUUID();
        rival.createCampaign(campaign, UNLIMITED_STOCK);
        LongAdder issued = new LongAdder();
        long start = System.nanoTime();
        long end = start + RUN.toNanos();
        runConcurrently(count, () -> {
            while (System.nanoTime() < end) {
                if (rival.issue(campaign, UUID.randomUUID())) {
                    issued.increment();
                }
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        if (rows.count(campaign) != issued.sum()) {
            throw new IllegalStateException(rival.name() + " reported coupons that have no row");
        }
        return issued.sum() / seconds;
    }

    private String checkStock(Rival rival) throws Exception {
        UUID campaign = UUID.randomUUID();
        rival.createCampaign(campaign, SMALL_STOCK);
        int each = USERS_OF_SMALL_STOCK / CALLERS.getLast() + 1;
        runConcurrently(CALLERS.getLast(), () -> {
            for (int i = 0; i < each; i++) {
                rival.issue(campaign, UUID.randomUUID());
            }
        });
        long issued = rows.count(campaign);
        return issued == SMALL_STOCK ? "exact" : "NOT EXACT: issued " + issued;
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void runConcurrently(int count, Call call)
            throws InterruptedException, ExecutionException, TimeoutException {
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                all.add(threads.submit(() -> {
                    call.run();
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    @Override
    public void close() throws Exception {
        for (Rival rival : rivals) {
            rival.close();
        }
        rows.close();
    }
}
