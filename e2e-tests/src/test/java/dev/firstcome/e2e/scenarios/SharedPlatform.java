package dev.firstcome.e2e.scenarios;

import dev.firstcome.e2e.faults.proxy.Proxies;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.CampaignPlan;
import dev.firstcome.e2e.load.Operator;
import dev.firstcome.e2e.load.ShopperAccount;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.payments.TestProducts;
import dev.firstcome.e2e.verifier.PaymentHistory;
import dev.firstcome.e2e.waiting.QuiescenceAwaiter;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.Progress;
import dev.firstcome.local.process.ConnectionOwnerLookup;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** A running platform that scenarios share. Each scenario creates its own campaigns and users. */
final class SharedPlatform implements AutoCloseable {
    private static final Duration QUIESCENCE_BOUND = Duration.ofSeconds(90);

    private final LocalPlatform platform;
    private final Proxies proxies;
    private final Operator operator;
    private final QuiescenceAwaiter quiescence;
    private final PaymentHistory paymentHistory = new PaymentHistory();
    private final Map<UUID, Long> stock = new ConcurrentHashMap<>();
    private final Queue<ShopperAccount> idleAccounts = new ArrayDeque<>();

    private SharedPlatform(LocalPlatform platform, Proxies proxies) {
        this.platform = platform;
        this.proxies = proxies;
        PlatformDescription description = platform.description();
        this.operator = Operator.of(description);
        this.quiescence = new QuiescenceAwaiter(description.kafka());
    }

    /** Starts a platform with proxies between its processes. */
    static SharedPlatform start(LocalPlatform.Builder builder) {
        long start = System.nanoTime();
        LocalPlatform platform = builder.routed()
                .shortLived(Boolean.getBoolean("firstcome.short-lived"))
                .prepare();
        ConnectionOwnerLookup owners = platform.processes().connectionOwners();
        Proxies proxies = Proxies.open(platform.routes(), owners::ownersOf, Seeds.one());
        platform.up(Progress.SILENT);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("platform started in %d ms%n", took.toMillis());
        return new SharedPlatform(platform, proxies);
    }

    LocalPlatform platform() {
        return platform;
    }

    /** The proxies between all processes, and between the gateway and its clients. */
    Proxies proxies() {
        return proxies;
    }

    PlatformDescription description() {
        return platform.description();
    }

    Operator operator() {
        return operator;
    }

    /** The answers about payments that clients received, in all scenarios. */
    PaymentHistory paymentHistory() {
        return paymentHistory;
    }

    /** The initial stock of each product. */
    Map<UUID, Long> stock() {
        return Map.copyOf(stock);
    }

    /** Adds a number of products to the catalog, each with the same stock. */
    TestProducts addProducts(int products, long stockOfEach) {
        TestProducts added = TestProducts.create(operator, products, stockOfEach);
        stock.putAll(added.stock());
        return added;
    }

    /** Waits until every record of the coupon topics is processed and prints how long that took. */
    void awaitQuiescence() {
        System.out.printf(
                "quiescent after %d ms%n", quiescence.await(QUIESCENCE_BOUND).toMillis());
    }

    /** Signs up new users and prints how long that took. */
    ShopperGroup signUpShoppers(int users, long seed) throws IOException, InterruptedException {
        long start = System.nanoTime();
        ShopperGroup group = ShopperGroup.signUp(URI.create(description().gatewayUrl()), users, seed, signedUp -> {});
        System.out.printf("%d users signed up in %d ms%n", users, (System.nanoTime() - start) / 1_000_000);
        return group;
    }

    /**
     * Users who have signed up before, with as many new ones as are missing. They may own coupons of other campaigns. Give
     * them back with {@link #release}.
     */
    ShopperGroup borrowShoppers(int users, long seed) throws IOException, InterruptedException {
        int missing = users - idleAccounts.size();
        if (missing > 0) {
            try (ShopperGroup added = signUpShoppers(missing, seed)) {
                idleAccounts.addAll(added.accounts());
            }
        }
        List<ShopperAccount> borrowed = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            borrowed.add(idleAccounts.remove());
        }
        return ShopperGroup.of(URI.create(description().gatewayUrl()), borrowed, seed);
    }

    /** Makes all users who are not borrowed sign in again: for a scenario that invalidates tokens. */
    void discardTokens() {
        idleAccounts.forEach(ShopperAccount::discardToken);
    }

    /** Closes the group; its users can be borrowed again. */
    void release(ShopperGroup group) throws IOException {
        group.close();
        idleAccounts.addAll(group.accounts());
    }

    /** Creates a campaign that opens after this time; returns its id. */
    UUID createCampaign(Duration opensAfter, String name, long couponStock) throws IOException, InterruptedException {
        return operator.createCampaign(CampaignPlan.opensAfter(opensAfter, name, couponStock));
    }

    /** Sends an operator's command to a campaign, with one idempotency key, until it succeeds. */
    Answer sendCommand(UUID campaign, String command) {
        return sendCommand(campaign, command, Map.of("reason", "a scenario"));
    }

    /** As {@link #sendCommand(UUID, String)}, with this body. */
    Answer sendCommand(UUID campaign, String command, Map<String, ?> body) {
        Call call = Call.post("/ops/campaigns/%s/%s".formatted(campaign, command))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body);
        return Eventually.get(command + " succeeds", QUIESCENCE_BOUND, () -> operator.send(call), Answer::ok);
    }

    @Override
    public void close() throws IOException {
        quiescence.close();
        operator.close();
        platform.close();
        System.out.printf(
                "proxies: %d ms of CPU time%n", proxies.processorTime().toMillis());
        proxies.close();
    }
}
