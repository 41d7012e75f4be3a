package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.Progress;
import dev.firstcome.local.layout.LocalFailure;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A shard of the payments loses the server that leads, or its standby, or both in an order in which payments may be lost. */
@ExtendWith(SharedPlatformExtension.class)
class StandbyScenario {
    private static final int PEOPLE = 60;
    private static final Duration BOUND = Duration.ofSeconds(90);

    /** Three times what is promised: see what is printed. */
    private static final Duration TAKEN_OVER = Duration.ofSeconds(3 * 15);

    private final String leader = "pg-" + (1 + Math.floorMod(Seeds.one(), 2));
    private final String standby = leader + "-replica-1";

    /** F27: whoever led is killed while payments are under way; nothing that was acknowledged is missing, no event is lost. */
    @Test
    void aStandbyHasAllThatWasAcknowledged(SharedPlatform shop) throws Exception {
        LocalPlatform platform = shop.platform();
        ShardStatusClient looks = new ShardStatusClient(shop.operator(), leader);
        looks.awaitSynchronous(standby, BOUND);
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "standby takes over", PEOPLE, Seeds.one());
                PurchaseRun shopping = payments.begin(2, PurchaseLoad.GOOD_CARDS, 4, Seeds.one())) {
            payments.midShopping(shopping, Seeds.one());
            looks.awaitSynchronous(standby, BOUND);
            int enough = Math.min(shopping.taken() + PEOPLE / 4, 2 * PEOPLE - 1);
            long start = System.nanoTime();
            platform.kill(leader);
            ShardPromoted promoted = platform.promote(standby, false, Progress.SILENT);
            System.out.printf("%s leads after %d ms%n", standby, (System.nanoTime() - start) / 1_000_000);
            assertThat(promoted.complete()).isTrue();
            Eventually.holds("payments are taken again", TAKEN_OVER, () -> shopping.taken() > enough);

            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
            assertThat(ServiceLog.of(platform, ServiceDefinition.PAYMENT))
                    .as("the new server has no slot for the outbox: that is said")
                    .contains("the replication slot outbox_payment on " + leader + " was lost and is made anew");
            looks.awaitSynchronous(leader, BOUND);
        } finally {
            leadsAgain(platform, looks);
        }
    }

    /** The standby is lost while payments are under way: they go on, that is told, and it is waited for again later. */
    @Test
    void withoutItsStandbyAShardGoesOnAndSaysSo(SharedPlatform shop) throws Exception {
        LocalPlatform platform = shop.platform();
        ShardStatusClient looks = new ShardStatusClient(shop.operator(), leader);
        looks.awaitSynchronous(standby, BOUND);
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "standby lost", PEOPLE, Seeds.one());
                PurchaseRun shopping = payments.begin(2, PurchaseLoad.GOOD_CARDS, 0, Seeds.one());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            payments.midShopping(shopping, Seeds.one());
            platform.kill(standby);
            looks.await("commits wait for nobody", TAKEN_OVER, found -> !ShardStatusClient.isSynchronous(found));
            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
            Eventually.holds(
                    "it is a sign",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_SIGNS).stream()
                            .anyMatch(sign -> sign.path("sign").asString().equals("payment.standby")
                                    && sign.path("subject").asString().equals(leader)
                                    && sign.path("raised").asBoolean()));
        } finally {
            platform.start(standby);
        }
        looks.awaitSynchronous(standby, BOUND);
    }

    /** A standby that may lack something does not lead unasked; once it does, no money is moved before all is compared. */
    @Test
    void whatMayLackPaymentsTakesNoneUntilItIsReconciled(SharedPlatform shop) throws Exception {
        LocalPlatform platform = shop.platform();
        LocalPlatform quick = platform.with(
                ServiceDefinition.PAYMENT,
                new ServiceExtras(List.of(), List.of(), Map.of("payment.reconciliation.in-flight", "15s")));
        ShardStatusClient looks = new ShardStatusClient(shop.operator(), leader);
        looks.awaitSynchronous(standby, BOUND);
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "standby may lack some", 16, Seeds.one())) {
            Buyer there = buyer(payments, leader);
            Buyer elsewhere = buyer(payments, leader.equals("pg-1") ? "pg-2" : "pg-1");
            UUID product = payments.shelf().products().getFirst();
            UUID paid = Objects.requireNonNull(there.orders(new Order(product, 1, null, "pm_card_visa"), "before"));
            assertThat(there.watches(paid)).isEqualTo("CAPTURED");
            payments.judged();
            theStandbyLeadsWithConsentOnly(platform, looks);
            quick.start(ServiceDefinition.PAYMENT);

            nobodyPaysThere(looks, there, new Order(product, 2, null, "pm_card_visa"));
            UUID others = Objects.requireNonNull(elsewhere.orders(new Order(product, 2, null, "pm_card_visa"), "open"));
            assertThat(elsewhere.watches(others)).isEqualTo("CAPTURED");

            looks.await("it is reconciled", BOUND, ShardStatusClient::takesPayments);
            UUID again = Objects.requireNonNull(there.orders(new Order(product, 2, null, "pm_card_visa"), "closed"));
            assertThat(there.watches(again)).isEqualTo("CAPTURED");
            there.wantsBack(paid);
            payments.judged();
        } finally {
            platform.restart(ServiceDefinition.PAYMENT);
            looks.awaitSynchronous(leader, BOUND);
            leadsAgain(platform, looks);
        }
    }

    private void theStandbyLeadsWithConsentOnly(LocalPlatform platform, ShardStatusClient looks) {
        platform.kill(standby);
        looks.await("commits wait for nobody", TAKEN_OVER, found -> !ShardStatusClient.isSynchronous(found));
        // Nobody is left who would wait for it again.
        platform.stop(ServiceDefinition.PAYMENT);
        platform.start(standby);
        assertThatThrownBy(() -> platform.promote(standby, false, Progress.SILENT))
                .isInstanceOf(LocalFailure.class)
                .hasMessageContaining("may lack payments");
        assertThat(platform.isRunning(leader)).as("nothing was ended").isTrue();
        assertThat(platform.promote(standby, true, Progress.SILENT).complete()).isFalse();
    }

    private void nobodyPaysThere(ShardStatusClient looks, Buyer buyer, Order order) {
        looks.await(
                "it takes no payments",
                BOUND,
                found -> !ShardStatusClient.takesPayments(found)
                        && found.path("promotion").path("server").asString("").equals(standby));
        Answer refused = Eventually.get(
                "an order is refused",
                BOUND,
                () -> Objects.requireNonNull(buyer.send(order, "closed")),
                answer -> answer.code().equals("PAYMENTS_CLOSED"));
        assertThat(refused.text("reason")).contains(standby);
        assertThat(refused.retryAfter()).isNotNull();
    }

    /** A planned change, back to how other scenarios expect it; nothing is lost by it either. */
    private void leadsAgain(LocalPlatform platform, ShardStatusClient looks) {
        looks.awaitSynchronous(leader, BOUND);
        assertThat(platform.promote(leader, false, Progress.SILENT).complete()).isTrue();
        looks.awaitSynchronous(standby, BOUND);
    }

    private static Buyer buyer(PurchaseLoad payments, String shard) {
        return payments.crowd().shoppers().stream()
                .map(shopper -> new Buyer(shopper, payments.history(), PurchaseLoad.patience()))
                .filter(buyer -> shard.equals(ShardStatusClient.shardOf(buyer.id())))
                .findFirst()
                .orElseThrow();
    }
}
