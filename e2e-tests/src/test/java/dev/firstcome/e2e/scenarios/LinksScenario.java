package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.faults.FaultMenu;
import dev.firstcome.e2e.faults.FaultSpec;
import dev.firstcome.e2e.faults.FaultSpec.OfLink;
import dev.firstcome.e2e.faults.FaultSpec.OfProcess;
import dev.firstcome.e2e.faults.FaultSpec.ProcessFault;
import dev.firstcome.e2e.faults.PlatformFaultTarget;
import dev.firstcome.e2e.faults.Timeline;
import dev.firstcome.e2e.faults.TimelineRun;
import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Direction;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.local.layout.Route;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.ConnectionOwnerLookup;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.PromisedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Network links fail under load while all processes run: nothing is lost, and processing resumes after recovery. */
@ExtendWith(SharedPlatformExtension.class)
class LinksScenario {
    private static final String COUPON_SERVICE = ServiceDefinition.COUPON;
    private static final String USER_SERVICE = ServiceDefinition.USER;
    private static final int PENDING_MIN = 20;
    private static final int FAILURES_MIN = 4;
    private static final int WRITTEN_BYTES = 100_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** The promised recovery time. */
    private static final Duration RECOVERY_MAX = PromisedTime.bound(Duration.ofSeconds(10));

    private static final Duration CATCH_UP_MAX = PromisedTime.bound(Duration.ofSeconds(10));

    @Test
    void noProcessBypassesTheProxies(SharedPlatform shop) {
        ConnectionOwnerLookup owners = shop.platform().processes().connectionOwners();

        assertThat(shop.platform().routes())
                .hasSameSizeAs(shop.proxies().ports())
                .allSatisfy(route -> assertThat(owners.ownersOf(route.target()))
                        .as(route.toString())
                        .isEmpty());
        assertThat(shop.platform().routes().stream()
                        .filter(route -> !owners.ownersOf(route.port()).isEmpty())
                        .map(Route::name))
                .contains("kafka-1", "kafka-1-controller", "pg-1", "redis-coupon-1-bus")
                .as("at least one coupon Redis node")
                .anyMatch(name -> name.matches("redis-coupon-[0-9]+"));
        assertThat(owners.ownersOf(route(shop, "pg-1").port()).values()).contains("pg-1-replica-1", USER_SERVICE);
    }

    private static Route route(SharedPlatform shop, String name) {
        return shop.platform().routes().stream()
                .filter(route -> route.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void pendingRequestsAreAnsweredAfterTheIssuerReconnectsToRedis(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CouponNodes nodes = new CouponNodes(shop.description());
                CampaignRush rush = CampaignRush.start(shop, "issuer disconnected from redis", seed)) {
            rush.awaitMidRush(seed);
            CouponNodes.Node master = nodes.masterOf(rush.campaign());
            try (ActiveImpairment cut = shop.proxies().apply(Link.of(COUPON_SERVICE, master.process()), new Cut())) {
                awaitMorePending(rush);
                long applied = nodes.appliedOffset(rush.campaign());
                awaitMorePending(rush);
                assertThat(nodes.appliedOffset(rush.campaign()))
                        .as("applied offset during the cut")
                        .isEqualTo(applied);
                assertThat(cut.affectedConnections())
                        .as("connections that were cut")
                        .isPositive();
            }
            rush.awaitFairOutcomes();
        }
    }

    @Test
    void aPartitionedMasterFailsOverAndRejoinsAsAReplica(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.awaitReplicasInSync();
            try (CampaignRush rush = CampaignRush.start(shop, "coupon master partitioned", seed)) {
                rush.awaitMidRush(seed);
                awaitFailoverOfPartitionedMaster(nodes.masterOf(rush.campaign()), nodes, shop);
                rush.awaitFairOutcomes();
            }
            nodes.awaitReplicasInSync();
        }
    }

    @Test
    void aPrimaryIsUsedSoonAfterABlackHoleEnds(SharedPlatform shop) throws Exception {
        try (AccountEventLoad events = AccountEventLoad.start(shop, Seeds.one())) {
            events.awaitSuccesses(2 * AccountEventLoad.USERS);
            try (ActiveImpairment hole =
                    shop.proxies().apply(Link.of(USER_SERVICE, "pg-1"), new BlackHole(Direction.BOTH))) {
                events.awaitFailures(FAILURES_MIN);
                assertThat(hole.affectedConnections())
                        .as("connections in the black hole")
                        .isPositive();
            }
            System.out.printf(
                    "every user had a successful call %d ms after the black hole%n",
                    events.awaitSuccessForEveryUser(RECOVERY_MAX).toMillis());

            events.stopAndVerify();
        }
    }

    @Test
    void aDisconnectedReplicaFallsBehindAndCatchesUp(SharedPlatform shop) throws Exception {
        try (ReplicaLag replica =
                ReplicaLag.of(shop.description(), shop.description().shards().getFirst())) {
            String before = replica.write(1);
            Eventually.holds("the replica has the first write", BOUND, () -> replica.hasReplayed(before));
            String behind;
            try (ActiveImpairment cut = shop.proxies().apply(Link.of("pg-1-replica-1", "pg-1"), new Cut())) {
                behind = replica.write(WRITTEN_BYTES);
                Eventually.holds("the replica retries its connection", BOUND, () -> cut.affectedConnections() > 1);
                assertThat(replica.lagBytes()).as("replica lag in bytes").isGreaterThan(WRITTEN_BYTES);
                assertThat(replica.hasReplayed(behind)).isFalse();
            }
            Duration took = Eventually.holds("the replica catches up", CATCH_UP_MAX, () -> replica.hasReplayed(behind));
            System.out.printf("the replica caught up after %d ms%n", took.toMillis());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theOutcomeIsFairUnderRandomFaults(long seed, SharedPlatform shop) throws Exception {
        Timeline timeline = Timeline.draw(seed, menu());
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.awaitReplicasInSync();
            try (CampaignRush rush = CampaignRush.start(shop, "a timeline of faults", seed)) {
                rush.awaitMidRush(seed);
                play(timeline, shop);
                rush.awaitFairOutcomes();
            }
            nodes.awaitReplicasInSync();
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }

    private static void awaitMorePending(CampaignRush rush) {
        long before = rush.tally().accepted();
        Eventually.holds(
                "more requests are accepted and pending",
                BOUND,
                () -> rush.tally().accepted() >= before + PENDING_MIN
                        && rush.tally().awaitingOutcome() >= PENDING_MIN);
    }

    /** Partitions a master from the cluster bus. Its clients and its replica can still reach it. */
    private static void awaitFailoverOfPartitionedMaster(
            CouponNodes.Node master, CouponNodes nodes, SharedPlatform shop) {
        Impairment partition = new BlackHole(Direction.BOTH);
        try (ActiveImpairment active = shop.proxies().applyAll(busLinks(master, nodes), partition)) {
            nodes.awaitFailover(master);
            // A node reconnects a lost link, and the impairment then applies to the new connection.
            Eventually.get("the bus links are impaired", BOUND, () -> active, links -> links.affectedConnections() > 0);
        }
    }

    private static void play(Timeline timeline, SharedPlatform shop) throws InterruptedException {
        try (TimelineRun run = TimelineRun.start(timeline, new PlatformFaultTarget(shop.platform(), shop.proxies()))) {
            run.awaitCompletion();
        }
    }

    /** The cluster bus links of a master, which carry the heartbeats; clients and replicas use other links. */
    private static List<Link> busLinks(CouponNodes.Node master, CouponNodes nodes) {
        return nodes.all().stream()
                .filter(other -> !other.equals(master))
                .flatMap(other -> Stream.of(
                        Link.of(master.process(), other.process() + "-bus"),
                        Link.of(other.process(), master.process() + "-bus")))
                .toList();
    }

    private static FaultMenu menu() {
        List<FaultSpec> menu = new ArrayList<>();
        for (int node = 1; node <= 6; node++) {
            String redis = "redis-coupon-" + node;
            menu.add(new OfLink(Link.of(COUPON_SERVICE, redis), new Cut()));
            menu.add(new OfLink(Link.of(COUPON_SERVICE, redis), new BlackHole(Direction.THERE)));
            menu.add(new OfLink(Link.fromAnyone(redis), new Delay(Direction.BOTH, millis(100), millis(50))));
            menu.add(new OfProcess(redis, ProcessFault.PAUSE));
        }
        for (String shard : List.of("pg-1", "pg-2")) {
            menu.add(new OfLink(Link.of(COUPON_SERVICE, shard), new BlackHole(Direction.BACK)));
            menu.add(new OfLink(Link.of(USER_SERVICE, shard), new Cut()));
        }
        menu.add(new OfLink(Link.of(COUPON_SERVICE, "kafka-1"), new Delay(Direction.BOTH, millis(50), millis(50))));
        menu.add(new OfLink(Link.of(COUPON_SERVICE, "kafka-1"), new BlackHole(Direction.BACK)));
        menu.add(new OfLink(Link.fromAnyone("kafka-1"), new Bandwidth(Direction.BOTH, 200_000)));
        menu.add(new OfLink(Link.of(ServiceDefinition.GATEWAY, COUPON_SERVICE), new Cut()));
        menu.add(new OfLink(
                Link.fromAnyone(ServiceDefinition.GATEWAY), new Delay(Direction.THERE, millis(100), millis(100))));
        menu.add(new OfProcess(COUPON_SERVICE, ProcessFault.PAUSE));
        menu.add(new OfProcess(COUPON_SERVICE, ProcessFault.KILL));
        return new FaultMenu(menu, 8, Duration.ofSeconds(8), millis(300), Duration.ofSeconds(4));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
