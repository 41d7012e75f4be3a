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
 * How many coupons each rival gives away in a second, at the number of callers that suits it best, and whether it gives away
 * more than there are. The callers are threads of this process, so nothing of HTTP is in it.
 */
public final class RivalRuns implements AutoCloseable {
    private static final List<Integer> CALLERS = List.of(1, 8, 64);
    private static final Duration RUN = Duration.ofSeconds(3);
    private static final Duration BOUND = Duration.ofMinutes(1);
    private static final long PLENTY = 1_000_000_000;
    private static final int FEW = 200;
    private static final int ASKING_FOR_FEW = 1_000;

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

    /** Warms each up, finds how many callers suit it, and says whether it is sound. */
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
            out.printf("%s, %d coupons, %d users at once: %s%n", rival.name(), FEW, ASKING_FOR_FEW, soundness(rival));
        }
    }

    /** Coupons a second, by the rival's name. */
    public Map<String, Double> couponsPerSecond() throws Exception {
        Map<String, Double> rates = new LinkedHashMap<>();
        for (Rival rival : rivals) {
            rates.put(rival.name(), run(rival, callers.getOrDefault(rival, 1)));
        }
        return rates;
    }

    private double run(Rival rival, int count) throws Exception {
        UUID campaign = UUID.randomUUID();
        rival.begin(campaign, PLENTY);
        LongAdder issued = new LongAdder();
        long start = System.nanoTime();
        long end = start + RUN.toNanos();
        atOnce(count, () -> {
            while (System.nanoTime() < end) {
                if (rival.issue(campaign, UUID.randomUUID())) {
                    issued.increment();
                }
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        if (rows.count(campaign) != issued.sum()) {
            throw new IllegalStateException(rival.name() + " told of coupons that are no rows");
        }
        return issued.sum() / seconds;
    }

    private String soundness(Rival rival) throws Exception {
        UUID campaign = UUID.randomUUID();
        rival.begin(campaign, FEW);
        int each = ASKING_FOR_FEW / CALLERS.getLast() + 1;
        atOnce(CALLERS.getLast(), () -> {
            for (int i = 0; i < each; i++) {
                rival.issue(campaign, UUID.randomUUID());
            }
        });
        long given = rows.count(campaign);
        return given == FEW ? "exact" : "UNSOUND, it gave " + given;
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void atOnce(int count, Call call) throws InterruptedException, ExecutionException, TimeoutException {
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
