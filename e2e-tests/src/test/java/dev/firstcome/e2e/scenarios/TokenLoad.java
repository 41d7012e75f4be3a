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

/** Everybody of a crowd signs in again and again and calls with each token for some seconds; every answer that is not 200 is noted. */
final class TokenLoad implements AutoCloseable {
    private static final Duration APART = Duration.ofMillis(250);
    private static final List<String> PATHS = List.of("/api/users/me", "/api/coupons", "/api/users/me");

    /** To check a password is meant to be slow: two processors do a few in a second, and whoever waits too long is put off. */
    private static final int CALLS_PER_SIGN_IN = 18;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ShopperGroup crowd;
    private final List<String> paths;
    private final LongAdder calls = new LongAdder();
    private final Map<String, LongAdder> callsByKey = new ConcurrentHashMap<>();
    private final Map<Shopper, String> keys = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private TokenLoad(ShopperGroup crowd, List<String> paths) {
        this.crowd = crowd;
        this.paths = paths;
    }

    static TokenLoad begins(ShopperGroup crowd) {
        return begins(crowd, PATHS);
    }

    /** Each signs in, calls these one after the other, and begins again. */
    static TokenLoad begins(ShopperGroup crowd, List<String> paths) {
        TokenLoad load = new TokenLoad(crowd, paths);
        for (int i = 0; i < crowd.shoppers().size(); i++) {
            Shopper shopper = crowd.shopper(i);
            Duration after = APART.multipliedBy(i);
            load.threads.submit(() -> load.calls(shopper, after));
        }
        return load;
    }

    private void calls(Shopper shopper, Duration after) {
        Duration wait = after;
        while (!stopped) {
            try {
                Pacing.pause(wait);
                wait = Duration.ZERO;
                note(shopper.signInOnce(), "sign-in");
                String key = keyOf(shopper.token());
                keys.put(shopper, key);
                for (int call = 0; call < CALLS_PER_SIGN_IN && !stopped; call++) {
                    String path = paths.get(call % paths.size());
                    Pacing.pause(APART);
                    note(shopper.send(Call.get(path)), path);
                    callsByKey.computeIfAbsent(key, any -> new LongAdder()).increment();
                }
            } catch (IOException e) {
                failures.add(e.toString());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void note(Answer answer, String what) {
        calls.increment();
        if (answer.status() != 200) {
            failures.add(what + " at " + Instant.now() + " was answered " + answer);
        }
    }

    long calls() {
        return calls.sum();
    }

    long callsWith(String key) {
        return callsByKey.getOrDefault(key, new LongAdder()).sum();
    }

    /** How many people hold a token that this key has signed. */
    long signedBy(String key) {
        return keys.values().stream().filter(key::equals).count();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    /** The status of a call with this token. */
    int statusWith(String token) throws IOException, InterruptedException {
        return crowd.shopper(0).sendWith(token, Call.get("/api/users/me")).status();
    }

    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
            failures.add("somebody still waits for an answer");
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
