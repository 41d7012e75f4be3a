package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Pacing;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A failure of a payment shard or of its WAL affects only the users of that shard and loses no event. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentShardsScenario {
    private static final String PAYMENT = ServiceDefinition.PAYMENT;
    private static final int USERS = 60;
    private static final int OPEN_ON_EACH_SHARD = 5;
    private static final int USERS_OF_OTHER_SHARD = 10;
    private static final Duration BOUND = Duration.ofSeconds(60);

    /** 1.5 times the age at which the sweep publishes outbox rows that the relay has not published. */
    private static final Duration LONGER_THAN_SWEEP_AGE = Duration.ofMillis(7_500);

    /** F24, F37: a primary is killed during commits and stays down. Users of the other shard pay without an error. */
    @Test
    void anUnavailableShardAffectsOnlyItsUsers(SharedPlatform shop) throws Exception {
        String shard = "pg-" + (1 + Math.floorMod(Seeds.one(), 2));
        LocalPlatform platform = shop.platform();
        try (PurchaseLoad payments = PurchaseLoad.open(shop, shard + " down", USERS, Seeds.one());
                PurchaseRun shopping = payments.start(2, PurchaseLoad.GOOD_CARDS, 0, Seeds.one())) {
            payments.awaitMidRun(shopping, Seeds.one());
            platform.kill(shard);
            boolean started = false;
            try {
                UUID product = payments.testProducts().products().stream()
                        .filter(one -> !ShardStatusClient.shardOf(one).equals(shard))
                        .findFirst()
                        .orElseThrow();
                payOnOtherShard(payments, shard, product);
                expectUnavailable(payments, shard, product);
                platform.start(shard);
                started = true;
            } finally {
                if (!started) {
                    platform.start(shard);
                }
            }
            assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    private static void payOnOtherShard(PurchaseLoad payments, String unavailableShard, UUID product) throws Exception {
        List<Buyer> otherShardUsers = buyers(payments).stream()
                .filter(buyer -> !ShardStatusClient.shardOf(buyer.id()).equals(unavailableShard))
                .limit(USERS_OF_OTHER_SHARD + 1)
                .toList();
        // On a slow machine the load itself can cause a 503 until its orders are processed.
        awaitCaptured(otherShardUsers.getFirst(), product);
        for (Buyer buyer : otherShardUsers.subList(1, otherShardUsers.size())) {
            Answer answer = sendOrder(buyer, product, "other-shard");
            assertThat(answer.status()).as(answer.raw()).isEqualTo(202);
            assertThat(buyer.awaitFinalState(UUID.fromString(answer.text("paymentId"))))
                    .isEqualTo("CAPTURED");
        }
        System.out.printf("%d users of the other shard paid during the outage%n", otherShardUsers.size());
        assertThat(otherShardUsers).hasSize(USERS_OF_OTHER_SHARD + 1);
    }

    private static void awaitCaptured(Buyer buyer, UUID product) throws Exception {
        UUID payment = Objects.requireNonNull(
                buyer.placeOrder(new Order(product, 7, null, "pm_card_visa"), "other-shard-first"));
        assertThat(buyer.awaitFinalState(payment)).isEqualTo("CAPTURED");
    }

    private static void expectUnavailable(PurchaseLoad payments, String unavailableShard, UUID product)
            throws Exception {
        Buyer affected = buyers(payments).stream()
                .filter(buyer -> ShardStatusClient.shardOf(buyer.id()).equals(unavailableShard))
                .findFirst()
                .orElseThrow();
        Answer refused = sendOrder(affected, product, "affected-shard");
        assertThat(refused.status()).as(refused.raw()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("UNAVAILABLE");
        assertThat(refused.retryAfter()).isNotNull();
    }

    /** Sends the order until the answer is not a gateway timeout. */
    private static Answer sendOrder(Buyer buyer, UUID product, String key) {
        return Eventually.get(
                "the service answers",
                BOUND,
                () -> Objects.requireNonNull(buyer.send(new Order(product, 7, null, "pm_card_visa"), key)),
                answer -> answer.status() != 504);
    }

    private static List<Buyer> buyers(PurchaseLoad payments) {
        return payments.shopperGroup().shoppers().stream()
                .map(shopper -> new Buyer(shopper, payments.history(), PurchaseLoad.timeout()))
                .toList();
    }

    /**
     * F28 to F30: the relay dies after Kafka acknowledged events whose rows still exist. Its slots are lost before the
     * restart, and transactions stay open for longer than the sweep age.
     */
    @Test
    void noEventIsLostAfterRelayCrashSlotLossAndLongTransactions(SharedPlatform shop) throws Exception {
        long seed = Seeds.one();
        long call = new SplittableRandom(seed).nextLong(8, 20);
        LocalPlatform platform = shop.platform();
        ServiceExtras halt = FailpointJar.extras(FailpointJar.OUTBOX_DELETE + "@" + call + ":halt");
        try (ModifiedService armed = ModifiedService.restart(platform, PAYMENT, halt);
                PurchaseLoad payments = PurchaseLoad.open(shop, "relay and slots lost", USERS, seed);
                LongTransactions open = LongTransactions.begin(shop.description(), OPEN_ON_EACH_SHARD);
                PurchaseRun shopping = payments.start(2, PurchaseLoad.GOOD_CARDS, 4, seed)) {
            armed.awaitHaltAt(call);
            int orders = shopping.accepted() + shopping.inFlight() - shopping.finishedOrders();
            System.out.printf("call %d: %d open transactions, %d open orders%n", call, open.count(), orders);
            assertThat(orders).as("open orders").isGreaterThanOrEqualTo(PurchaseLoad.OPEN_MIN);
            ReplicationSlots.drop(shop.description(), PAYMENT);
            int ended = shopping.finishedOrders();
            armed.restoreOriginal();
            Pacing.pause(LONGER_THAN_SWEEP_AGE);
            Eventually.holds(
                    "payments complete while the transactions are open",
                    BOUND,
                    () -> shopping.finishedOrders() > ended);
            open.commit();

            assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
        }
        awaitSlotLossInLog(shop, platform);
        verifyEventsReport(shop);
    }

    private static void awaitSlotLossInLog(SharedPlatform shop, LocalPlatform platform) {
        for (PlatformDescription.Shard shard : shop.description().shards()) {
            Eventually.holds(
                    "the log reports the lost slot on " + shard.name(),
                    BOUND,
                    () -> ServiceLog.of(platform, PAYMENT)
                            .contains("replication slot outbox_payment on " + shard.name() + " was lost"));
        }
    }

    private static void verifyEventsReport(SharedPlatform shop) throws Exception {
        CommandLine.Result compared =
                CommandLine.run("events", "--data", shop.description().dataDirectory(), "--since", "5m");
        System.out.println(compared.output());
        assertThat(compared.exitCode()).as(compared.output()).isZero();
        assertThat(compared.output()).contains(Topics.PAYMENT_EVENTS, "catalog-stock");
    }
}
