package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens to a shard of the payments, and to its log, concerns its users only, and loses nothing. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentShardsScenario {
    private static final String PAYMENT = ServiceDefinition.PAYMENT;
    private static final int PEOPLE = 60;
    private static final int OPEN_ON_EACH_SHARD = 5;
    private static final int ELSEWHERE = 10;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** One and a half times the age at which the sweep sends what the log has not brought. */
    private static final Duration LONGER_THAN_THE_SWEEP = Duration.ofMillis(7_500);

    /** F24, F37: a primary dies in the middle of commits and stays away; who is on the other shard pays without an error. */
    @Test
    void aShardThatIsDownConcernsItsUsersOnly(SharedPlatform shop) throws Exception {
        String shard = "pg-" + (1 + Math.floorMod(Seeds.one(), 2));
        LocalPlatform platform = shop.platform();
        try (PurchaseLoad payments = PurchaseLoad.open(shop, shard + " down", PEOPLE, Seeds.one());
                PurchaseRun shopping = payments.begin(2, PurchaseLoad.GOOD_CARDS, 0, Seeds.one())) {
            payments.midShopping(shopping, Seeds.one());
            platform.kill(shard);
            boolean started = false;
            try {
                UUID product = payments.shelf().products().stream()
                        .filter(one -> !ShardStatusClient.shardOf(one).equals(shard))
                        .findFirst()
                        .orElseThrow();
                paysWithoutAnError(payments, shard, product);
                isToldToComeAgain(payments, shard, product);
                platform.start(shard);
                started = true;
            } finally {
                if (!started) {
                    platform.start(shard);
                }
            }
            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    private static void paysWithoutAnError(PurchaseLoad payments, String down, UUID product) throws Exception {
        List<Buyer> elsewhere = buyers(payments).stream()
                .filter(buyer -> !ShardStatusClient.shardOf(buyer.id()).equals(down))
                .limit(ELSEWHERE)
                .toList();
        for (Buyer buyer : elsewhere) {
            Answer answer = answered(buyer, product, "elsewhere");
            assertThat(answer.status()).as(answer.raw()).isEqualTo(202);
            assertThat(buyer.watches(UUID.fromString(answer.text("paymentId")))).isEqualTo("CAPTURED");
        }
        System.out.printf("%d users of the other shard have paid meanwhile%n", elsewhere.size());
        assertThat(elsewhere).hasSize(ELSEWHERE);
    }

    private static void isToldToComeAgain(PurchaseLoad payments, String down, UUID product) throws Exception {
        Buyer there = buyers(payments).stream()
                .filter(buyer -> ShardStatusClient.shardOf(buyer.id()).equals(down))
                .findFirst()
                .orElseThrow();
        Answer refused = answered(there, product, "there");
        assertThat(refused.status()).as(refused.raw()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("UNAVAILABLE");
        assertThat(refused.retryAfter()).isNotNull();
    }

    /** What the service says, and not that it took longer than the door waits. */
    private static Answer answered(Buyer buyer, UUID product, String key) {
        return Eventually.get(
                "there is an answer",
                BOUND,
                () -> Objects.requireNonNull(buyer.send(new Order(product, 7, null, "pm_card_visa"), key)),
                answer -> answer.status() != 504);
    }

    private static List<Buyer> buyers(PurchaseLoad payments) {
        return payments.crowd().shoppers().stream()
                .map(shopper -> new Buyer(shopper, payments.history(), PurchaseLoad.patience()))
                .toList();
    }

    /**
     * F28 to F30: the relay dies when Kafka has acknowledged events whose rows are still there, its slots are gone when it
     * comes back, and transactions are open meanwhile, for longer than the sweep waits.
     */
    @Test
    void noEventIsLostWithTheRelayAndItsSlotsOrBehindLongTransactions(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(8, 20);
        LocalPlatform platform = shop.platform();
        ServiceExtras halt = FailpointJar.extras(FailpointJar.DELETES_EVENTS + "@" + call + ":halt");
        try (ModifiedService armed = ModifiedService.restarted(platform, PAYMENT, halt);
                PurchaseLoad payments = PurchaseLoad.open(shop, "relay and slots lost", PEOPLE, seed);
                LongTransactions open = LongTransactions.begin(shop.description(), OPEN_ON_EACH_SHARD);
                PurchaseRun shopping = payments.begin(2, PurchaseLoad.GOOD_CARDS, 4, seed)) {
            armed.isHaltedAt(call);
            int orders = shopping.taken() + shopping.asking() - shopping.endedInAll();
            System.out.printf("call %d: %d transactions open, %d orders under way%n", call, open.count(), orders);
            assertThat(orders).as("orders under way").isGreaterThanOrEqualTo(PurchaseLoad.OPEN_MIN);
            ReplicationSlots.drop(shop.description(), PAYMENT);
            int ended = shopping.endedInAll();
            armed.isAsBuilt();
            Pacing.pause(LONGER_THAN_THE_SWEEP);
            Eventually.holds("others pay while these are open", BOUND, () -> shopping.endedInAll() > ended);
            open.commit();

            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
        }
        theLossIsSaid(shop, platform);
        operatorsSeeNothingMissing(shop);
    }

    private static void theLossIsSaid(SharedPlatform shop, LocalPlatform platform) {
        for (PlatformDescription.Shard shard : shop.description().shards()) {
            Eventually.holds(
                    "that the slot on " + shard.name() + " was lost is said",
                    BOUND,
                    () -> ServiceLog.of(platform, PAYMENT)
                            .contains("the replication slot outbox_payment on " + shard.name() + " was lost"));
        }
    }

    private static void operatorsSeeNothingMissing(SharedPlatform shop) throws Exception {
        CommandLine.Ended compared =
                CommandLine.run("events", "--data", shop.description().dataDirectory(), "--since", "5m");
        System.out.println(compared.text());
        assertThat(compared.code()).as(compared.text()).isZero();
        assertThat(compared.text()).contains(Topics.PAYMENT_EVENTS, "catalog-stock");
    }
}
