package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.faults.proxy.Proxies;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.TestProducts;
import dev.firstcome.e2e.verifier.PaymentHistory;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.local.CacheKeeper;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.Progress;
import dev.firstcome.local.process.Callers;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A running platform that scenarios share, each with campaigns and users of its own. */
final class SharedPlatform implements AutoCloseable {
    private static final Duration QUIET_BOUND = Duration.ofSeconds(90);

    private final long began = System.nanoTime();
    private final LocalPlatform platform;
    private final Proxies proxies;
    private final Operator operator;
    private final QuiescenceAwaiter quiet;
    private final PaymentHistory paymentHistory = new PaymentHistory();
    private final Map<UUID, Long> stock = new ConcurrentHashMap<>();

    private SharedPlatform(LocalPlatform platform, Proxies proxies) {
        this.platform = platform;
        this.proxies = proxies;
        PlatformDescription description = platform.description();
        this.operator = Operator.of(description);
        this.quiet = new QuiescenceAwaiter(description.kafka());
    }

    /** Starts a platform with proxies between its parts. */
    static SharedPlatform opened(LocalPlatform.Builder building) {
        long start = System.nanoTime();
        if (Boolean.getBoolean("firstcome.class-caches")) {
            // Platforms and services are started dozens of times from here on.
            CacheKeeper.makeNow();
            System.out.printf("class caches there after %d ms%n", (System.nanoTime() - start) / 1_000_000);
            start = System.nanoTime();
        }
        boolean shortLived = Boolean.getBoolean("firstcome.short-lived");
        LocalPlatform platform = building.routed().shortLived(shortLived).prepare();
        Callers callers = platform.processes().callers();
        Proxies proxies = Proxies.open(platform.routes(), callers::to, Seeds.one());
        platform.up(Progress.SILENT);
        System.out.printf("platform up after %d ms%n", (System.nanoTime() - start) / 1_000_000);
        return new SharedPlatform(platform, proxies);
    }

    LocalPlatform platform() {
        return platform;
    }

    /** What stands between all parts, and between the gateway and its clients. */
    Proxies proxies() {
        return proxies;
    }

    PlatformDescription description() {
        return platform.description();
    }

    Operator operator() {
        return operator;
    }

    /** What clients were told of payments, in all scenarios. */
    PaymentHistory paymentHistory() {
        return paymentHistory;
    }

    /** With how much stock each product began. */
    Map<UUID, Long> stock() {
        return Map.copyOf(stock);
    }

    /** Puts so many products on sale, with so much of each. */
    TestProducts fillsAShelf(int products, long each) {
        TestProducts shelf = TestProducts.filled(operator, products, each);
        stock.putAll(shelf.stock());
        return shelf;
    }

    /** Waits until every record is worked off and prints how long that took. */
    void becomesQuiet() {
        System.out.printf("quiet after %d ms%n", quiet.comes(QUIET_BOUND).toMillis());
    }

    ShopperGroup crowd(int users, long seed) throws IOException, InterruptedException {
        return ShopperGroup.gather(URI.create(description().gatewayUrl()), users, seed, signedUp -> {});
    }

    UUID opensCampaign(Duration wait, String name, long stock) throws IOException, InterruptedException {
        return operator.opens(CampaignPlan.opensAfter(wait, name, stock));
    }

    /** An operator's command to a campaign, sent again under its key until it is answered. */
    Answer commands(UUID campaign, String command) {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of("reason", "a scenario"));
        return Eventually.get(command + " is done", QUIET_BOUND, () -> operator.send(call), Answer::ok);
    }

    @Override
    public void close() throws IOException {
        quiet.close();
        operator.close();
        platform.close();
        System.out.printf(
                "proxies: %d ms of the processor in %d ms%n",
                proxies.processorTime().toMillis(), (System.nanoTime() - began) / 1_000_000);
        proxies.close();
    }
}
