package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.json.JsonMapper;

/**
 * A load in which every shopper of a group signs in repeatedly and calls with each token for some seconds. Every answer
 * other than 200 is recorded as a failure.
 */
final class TokenLoad implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final List<String> PATHS = List.of("/api/users/me", "/api/coupons", "/api/users/me");

    /** Limits the sign-in rate: a password check is slow by design, and sign-ins that wait too long are refused. */
    private static final int CALLS_PER_SIGN_IN = 18;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ShopperGroup group;
    private final List<String> paths;
    private final LongAdder calls = new LongAdder();
    private final Map<String, LongAdder> callsByKey = new ConcurrentHashMap<>();
    private final Map<Shopper, String> keys = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private TokenLoad(ShopperGroup group, List<String> paths) {
        this.group = group;
        this.paths = paths;
    }

    static TokenLoad start(ShopperGroup group) {
        return start(group, PATHS);
    }

    /** Every shopper repeats a sign-in and calls of these paths in turn. */
    static TokenLoad start(ShopperGroup group, List<String> paths) {
        TokenLoad load = new TokenLoad(group, paths);
        for (int i = 0; i < group.shoppers().size(); i++) {
            Shopper shopper = group.shopper(i);
            Duration delay = PAUSE.multipliedBy(i);
            load.threads.submit(() -> load.run(shopper, delay));
        }
        return load;
    }

    private void run(Shopper shopper, Duration delay) {
        Duration wait = delay;
        while (!stopped) {
            try {
                Pacing.pause(wait);
                wait = Duration.ZERO;
                record(shopper.signInOnce(), "sign-in");
                String key = keyOf(shopper.token());
                keys.put(shopper, key);
                for (int call = 0; call < CALLS_PER_SIGN_IN && !stopped; call++) {
                    String path = paths.get(call % paths.size());
                    Pacing.pause(PAUSE);
                    record(shopper.send(Call.get(path)), path);
                    callsByKey.computeIfAbsent(key, any -> new LongAdder()).increment();
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void record(Answer answer, String operation) {
        calls.increment();
        if (answer.status() != 200) {
            failures.add(operation + " at " + Instant.now() + " was answered " + answer);
        }
    }

    long calls() {
        return calls.sum();
    }

    long callsWithKey(String key) {
        return callsByKey.getOrDefault(key, new LongAdder()).sum();
    }

    /** The number of shoppers whose current token was signed with this key. */
    long shoppersWithKey(String key) {
        return keys.values().stream().filter(key::equals).count();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Calls with this token and returns the status. */
    int statusWith(String token) throws IOException, InterruptedException {
        return group.shopper(0).sendWith(token, Call.get("/api/users/me")).status();
    }

    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            failures.add("a call still has no answer after one minute");
        }
    }

    private static String keyOf(String token) {
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return JSON.readTree(new String(header, StandardCharsets.UTF_8))
                .path("kid")
                .asString();
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }
}
