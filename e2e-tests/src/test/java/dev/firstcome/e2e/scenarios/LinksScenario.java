package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.faults.FaultMenu;
import dev.firstcome.e2e.faults.FaultSpec;
import dev.firstcome.e2e.faults.FaultSpec.OfLink;
import dev.firstcome.e2e.faults.FaultSpec.OfPart;
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
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.Route;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.process.Callers;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links break while work is under way, each part being well: nothing is lost, and all goes on when they heal. */
@ExtendWith(SharedPlatformExtension.class)
class LinksScenario {
    private static final String COUPON_SERVICE = ServiceDefinition.COUPON;
    private static final String USER_SERVICE = ServiceDefinition.USER;
    private static final int WAITING_MIN = 20;
    private static final int FAILING_MIN = 4;
    private static final int WRITTEN_BYTES = 100_000;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Three times what is promised. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10).multipliedBy(3);

    private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(10).multipliedBy(3);

    @Test
    void noPartReachesAnotherPastTheProxies(SharedPlatform shop) {
        Callers callers = shop.platform().processes().callers();

        assertThat(shop.platform().routes())
                .hasSameSizeAs(shop.proxies().ports())
                .allSatisfy(route -> assertThat(callers.to(route.target()))
                        .as(route.toString())
                        .isEmpty());
        assertThat(shop.platform().routes().stream()
                        .filter(route -> !callers.to(route.port()).isEmpty())
                        .map(Route::name))
                .contains("kafka-1", "kafka-1-controller", "pg-1", "redis-coupon-1-bus")
                .as("a master, whichever nodes are masters by now")
                .anyMatch(name -> name.matches("redis-coupon-[0-9]+"));
        assertThat(callers.to(route(shop, "pg-1").port()).values()).contains("pg-1-replica-1", USER_SERVICE);
    }

    private static Route route(SharedPlatform shop, String name) {
        return shop.platform().routes().stream()
                .filter(route -> route.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoWaitsIsAnsweredOnceTheIssuerReachesItsRedisAgain(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CouponNodes nodes = new CouponNodes(shop.description());
                CampaignRush scene = CampaignRush.begins(shop, "issuer cut from its redis", seed)) {
            scene.midRush(seed);
            CouponNodes.Node master = nodes.masterOf(scene.campaign());
            try (ActiveImpairment cut = shop.proxies().apply(Link.of(COUPON_SERVICE, master.part()), new Cut())) {
                moreWait(scene);
                long applied = nodes.applied(scene.campaign());
                moreWait(scene);
                assertThat(nodes.applied(scene.campaign()))
                        .as("applied behind the cut")
                        .isEqualTo(applied);
                assertThat(cut.met()).as("connections that were cut").isPositive();
            }
            scene.settlesFairly();
        }
    }

    @Test
    void aMasterApartFromTheOthersIsReplacedAndComesBackAsAReplica(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.areAllInStep();
            try (CampaignRush scene = CampaignRush.begins(shop, "coupon master apart", seed)) {
                scene.midRush(seed);
                isReplacedWhileApart(nodes.masterOf(scene.campaign()), nodes, shop);
                scene.settlesFairly();
            }
            nodes.areAllInStep();
        }
    }

    @Test
    void aPrimaryIsUsedAgainSoonAfterABlackHole(SharedPlatform shop) throws Exception {
        try (AccountEventLoad events = AccountEventLoad.begin(shop, Seeds.one())) {
            events.flow(2 * AccountEventLoad.PEOPLE);
            try (ActiveImpairment hole =
                    shop.proxies().apply(Link.of(USER_SERVICE, "pg-1"), new BlackHole(Direction.BOTH))) {
                events.fail(FAILING_MIN);
                assertThat(hole.met()).as("connections in the black hole").isPositive();
            }
            System.out.printf(
                    "everyone answered %d ms after the black hole%n",
                    events.everyoneGoesOn(ANSWERED_WITHIN).toMillis());

            events.settlesRightly();
        }
    }

    @Test
    void aReplicaThatIsCutOffFallsBehindAndCatchesUp(SharedPlatform shop) throws Exception {
        try (ReplicaLag replica =
                ReplicaLag.of(shop.description(), shop.description().shards().getFirst())) {
            String before = replica.write(1);
            Eventually.holds("the replica follows", BOUND, () -> replica.shows(before));
            String behind;
            try (ActiveImpairment cut = shop.proxies().apply(Link.of("pg-1-replica-1", "pg-1"), new Cut())) {
                behind = replica.write(WRITTEN_BYTES);
                Eventually.holds("it tries to come back", BOUND, () -> cut.met() > 1);
                assertThat(replica.lag()).as("bytes behind").isGreaterThan(WRITTEN_BYTES);
                assertThat(replica.shows(behind)).isFalse();
            }
            Duration took = Eventually.holds("it catches up", CAUGHT_UP_WITHIN, () -> replica.shows(behind));
            System.out.printf("the replica caught up after %d ms%n", took.toMillis());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverBreaksInWhateverOrderTheOutcomeIsFair(long seed, SharedPlatform shop) throws Exception {
        Timeline timeline = Timeline.draw(seed, menu());
        try (CouponNodes nodes = new CouponNodes(shop.description())) {
            nodes.areAllInStep();
            try (CampaignRush scene = CampaignRush.begins(shop, "a timeline of faults", seed)) {
                scene.midRush(seed);
                play(timeline, shop);
                scene.settlesFairly();
            }
            nodes.areAllInStep();
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }

    private static void moreWait(CampaignRush scene) {
        long before = scene.tally().accepted();
        Eventually.holds(
                "more are accepted and wait",
                BOUND,
                () -> scene.tally().accepted() >= before + WAITING_MIN
                        && scene.tally().waiting() >= WAITING_MIN);
    }

    /** Its clients and its replica still reach it. */
    private static void isReplacedWhileApart(CouponNodes.Node master, CouponNodes nodes, SharedPlatform shop) {
        Impairment silence = new BlackHole(Direction.BOTH);
        try (ActiveImpairment apart = shop.proxies().applyAll(linksToTheOthers(master, nodes), silence)) {
            nodes.replaced(master);
            // Who has lost a link makes a new one, which is met in its turn.
            Eventually.get("each link of the bus is met", BOUND, () -> apart, links -> links.met() > 0);
        }
    }

    private static void play(Timeline timeline, SharedPlatform shop) throws InterruptedException {
        try (TimelineRun run = TimelineRun.begin(timeline, new PlatformFaultTarget(shop.platform(), shop.proxies()))) {
            run.ends();
        }
    }

    /** The links of the bus, by which nodes tell that others live; clients and replicas have other links. */
    private static List<Link> linksToTheOthers(CouponNodes.Node master, CouponNodes nodes) {
        return nodes.all().stream()
                .filter(other -> !other.equals(master))
                .flatMap(other -> Stream.of(
                        Link.of(master.part(), other.part() + "-bus"), Link.of(other.part(), master.part() + "-bus")))
                .toList();
    }

    private static FaultMenu menu() {
        List<FaultSpec> menu = new ArrayList<>();
        for (int node = 1; node <= 6; node++) {
            String redis = "redis-coupon-" + node;
            menu.add(new OfLink(Link.of(COUPON_SERVICE, redis), new Cut()));
            menu.add(new OfLink(Link.of(COUPON_SERVICE, redis), new BlackHole(Direction.THERE)));
            menu.add(new OfLink(Link.fromAnyone(redis), new Delay(Direction.BOTH, millis(100), millis(50))));
            menu.add(new OfPart(redis, ProcessFault.PAUSE));
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
        menu.add(new OfPart(COUPON_SERVICE, ProcessFault.PAUSE));
        menu.add(new OfPart(COUPON_SERVICE, ProcessFault.KILL));
        return new FaultMenu(menu, 8, Duration.ofSeconds(8), millis(300), Duration.ofSeconds(4));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }
}
