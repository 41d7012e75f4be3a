package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.ShardPromoted;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.Progress;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.PromisedTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A payment shard loses its primary, its standby, or both in an order that can lose acknowledged payments. */
@ExtendWith(SharedPlatformExtension.class)
class StandbyScenario {
    private static final int USERS = 60;
    private static final Duration BOUND = Duration.ofSeconds(90);

    /** The promised failover time; the test prints the actual one. */
    private static final Duration FAILOVER_MAX = PromisedTime.bound(Duration.ofSeconds(15));

    private final String primary = "pg-" + (1 + Math.floorMod(Seeds.one(), 2));
    private final String standby = primary + "-replica-1";

    /** F27: the primary is killed while payments are open. No acknowledged payment and no event is lost. */
    @CoreSet
    @Test
    void thePromotedStandbyHasAllAcknowledgedPayments(SharedPlatform shop) throws Exception {
        LocalPlatform platform = shop.platform();
        ShardStatusClient status = new ShardStatusClient(shop.operator(), primary);
        status.awaitSynchronous(standby, BOUND);
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "standby takes over", USERS, Seeds.one());
                PurchaseRun shopping = payments.start(2, PurchaseLoad.GOOD_CARDS, 4, Seeds.one())) {
            payments.awaitMidRun(shopping, Seeds.one());
            status.awaitSynchronous(standby, BOUND);
            int threshold = Math.min(shopping.accepted() + USERS / 4, 2 * USERS - 1);
            long start = System.nanoTime();
            platform.kill(primary);
            ShardPromoted promoted = platform.promote(standby, false, Progress.SILENT);
            System.out.printf("%s promoted after %d ms%n", standby, (System.nanoTime() - start) / 1_000_000);
            assertThat(promoted.complete()).isTrue();
            Eventually.holds(
                    "payments are accepted by the new primary", FAILOVER_MAX, () -> shopping.accepted() > threshold);

            assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
            assertThat(ServiceLog.of(platform, ServiceDefinition.PAYMENT))
                    .as("the log reports that the new primary has no outbox slot")
                    .contains("The replication slot outbox_payment on " + primary + " was lost and is recreated");
            status.awaitSynchronous(primary, BOUND);
        } finally {
            restorePrimary(platform, status);
        }
    }

    /**
     * The standby is lost while payments are open. Payments continue, an alert is raised, and replication recovers
     * later.
     */
    @Test
    void aShardWithoutStandbyAcceptsPaymentsAndRaisesAnAlert(SharedPlatform shop) throws Exception {
        LocalPlatform platform = shop.platform();
        ShardStatusClient status = new ShardStatusClient(shop.operator(), primary);
        status.awaitSynchronous(standby, BOUND);
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "standby lost", USERS, Seeds.one());
                PurchaseRun shopping = payments.start(2, PurchaseLoad.GOOD_CARDS, 0, Seeds.one());
                PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            payments.awaitMidRun(shopping, Seeds.one());
            platform.kill(standby);
            status.await("commits wait for no standby", FAILOVER_MAX, shard -> !ShardStatusClient.isSynchronous(shard));
            assertThat(payments.awaitValidOutcome(shopping)).containsOnlyKeys("CAPTURED");
            Eventually.holds(
                    "the alert is raised",
                    BOUND,
                    () -> topics.records(Topics.PLATFORM_ALERTS).stream()
                            .anyMatch(alert -> alert.path("alert").asString().equals("payment.standby")
                                    && alert.path("subject").asString().equals(primary)
                                    && alert.path("raised").asBoolean()));
        } finally {
            platform.start(standby);
        }
        status.awaitSynchronous(standby, BOUND);
    }

    /**
     * A standby that may lack payments is promoted only with consent. The promoted server moves no money before the
     * reconciliation is complete.
     */
    @Test
    void aServerThatMayLackPaymentsAcceptsNoneUntilReconciled(SharedPlatform shop) throws Exception {
        LocalPlatform platform = shop.platform();
        LocalPlatform quickReconciliation = platform.with(
                ServiceDefinition.PAYMENT,
                new ServiceExtras(List.of(), List.of(), Map.of("payment.reconciliation.in-flight", "15s")));
        ShardStatusClient status = new ShardStatusClient(shop.operator(), primary);
        status.awaitSynchronous(standby, BOUND);
        boolean promoted = false;
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "standby may lack payments", 16, Seeds.one())) {
            Buyer affected = buyer(payments, primary);
            Buyer otherShard = buyer(payments, primary.equals("pg-1") ? "pg-2" : "pg-1");
            UUID product = payments.testProducts().products().getFirst();
            UUID paid = pay(affected, new Order(product, 1, null, "pm_card_visa"), "before");
            Answer refund = affected.sendRefund(paid, 100, "refund-before");
            assertThat(refund.status()).as(refund.raw()).isEqualTo(202);
            payments.verify();
            promoteWithConsentOnly(platform, status);
            promoted = true;
            quickReconciliation.start(ServiceDefinition.PAYMENT);

            expectPaymentsClosed(status, affected, new Order(product, 2, null, "pm_card_visa"));
            assertThat(affected.sendRefund(paid, 100, "refund-before").raw())
                    .as("a repeated request gets its recorded response")
                    .isEqualTo(refund.raw());
            assertThat(affected.sendRefund(paid, 100, "refund-while-closed").code())
                    .isEqualTo("REFUNDS_CLOSED");
            pay(otherShard, new Order(product, 2, null, "pm_card_visa"), "open");

            status.await("the reconciliation is complete", BOUND, ShardStatusClient::acceptsPayments);
            pay(affected, new Order(product, 2, null, "pm_card_visa"), "closed");
            affected.requestFullRefund(paid);
            payments.verify();
        } finally {
            platform.restart(ServiceDefinition.PAYMENT);
            if (promoted) {
                status.awaitSynchronous(primary, BOUND);
                restorePrimary(platform, status);
            }
        }
    }

    private static UUID pay(Buyer buyer, Order order, String key) throws InterruptedException {
        UUID payment = Objects.requireNonNull(buyer.placeOrder(order, key));
        assertThat(buyer.awaitFinalState(payment)).isEqualTo("CAPTURED");
        return payment;
    }

    private void promoteWithConsentOnly(LocalPlatform platform, ShardStatusClient status) {
        platform.kill(standby);
        status.await("commits wait for no standby", FAILOVER_MAX, shard -> !ShardStatusClient.isSynchronous(shard));
        // With payment-service stopped, nothing makes the standby synchronous again.
        platform.stop(ServiceDefinition.PAYMENT);
        platform.start(standby);
        assertThatThrownBy(() -> platform.promote(standby, false, Progress.SILENT))
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("may lack payments");
        assertThat(platform.isRunning(primary))
                .as("the refused promotion stopped nothing")
                .isTrue();
        assertThat(platform.promote(standby, true, Progress.SILENT).complete()).isFalse();
    }

    private void expectPaymentsClosed(ShardStatusClient status, Buyer buyer, Order order) {
        status.await(
                "the shard accepts no payments",
                BOUND,
                shard -> !ShardStatusClient.acceptsPayments(shard)
                        && shard.path("promotion").path("server").asString("").equals(standby));
        Answer refused = Eventually.get(
                "an order is refused",
                BOUND,
                () -> Objects.requireNonNull(buyer.send(order, "closed")),
                answer -> answer.code().equals("PAYMENTS_CLOSED"));
        assertThat(refused.text("reason")).contains(standby);
        assertThat(refused.retryAfter()).isNotNull();
    }

    /** Switches back to the primary that other scenarios expect. The planned switchover loses nothing. */
    private void restorePrimary(LocalPlatform platform, ShardStatusClient status) {
        status.awaitSynchronous(primary, BOUND);
        assertThat(platform.promote(primary, false, Progress.SILENT).complete()).isTrue();
        status.awaitSynchronous(standby, BOUND);
    }

    private static Buyer buyer(PurchaseLoad payments, String shard) {
        return payments.shopperGroup().shoppers().stream()
                .map(shopper -> new Buyer(shopper, payments.history(), PurchaseLoad.timeout()))
                .filter(buyer -> shard.equals(ShardStatusClient.shardOf(buyer.id())))
                .findFirst()
                .orElseThrow();
    }
}
