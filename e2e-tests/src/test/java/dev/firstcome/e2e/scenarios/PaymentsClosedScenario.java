package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import dev.firstcome.testsupport.PromisedTime;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P3: an operator closes payments. New payments are refused, open payments finish, and refunds are still processed. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentsClosedScenario {
    private static final String PAYMENTS = "payments";

    /** The promised propagation time of a switch; the test prints the actual one. */
    private static final Duration PROPAGATION_MAX = PromisedTime.bound(Duration.ofSeconds(2));

    private int ordersSent;

    @Test
    void newPaymentsAreRefusedAndOpenPaymentsFinish(SharedPlatform shop) throws Exception {
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "payments closed", 2, Seeds.one());
                SwitchClient switches = new SwitchClient(shop.platform())) {
            Buyer kim = new Buyer(payments.shopperGroup().shopper(0), payments.history(), PurchaseLoad.timeout());
            Buyer lee = new Buyer(payments.shopperGroup().shopper(1), payments.history(), PurchaseLoad.timeout());
            UUID product = payments.testProducts().products().getFirst();
            Order order = new Order(product, 1, null, "pm_sim_slow_2000");
            UUID before = Objects.requireNonNull(kim.placeOrder(order, "before"));

            long start = System.nanoTime();
            switches.setWithRetries(PAYMENTS, "CLOSED", "the provider asked for it");
            try {
                Answer refused = Eventually.get(
                        "payments are closed",
                        PROPAGATION_MAX,
                        () -> Objects.requireNonNull(sendNewOrder(lee, product)),
                        answer -> answer.code().equals("PAYMENTS_CLOSED"));
                System.out.printf("closed after %d ms%n", (System.nanoTime() - start) / 1_000_000);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("reason")).isEqualTo("the provider asked for it");
                assertThat(refused.retryAfter()).isNotNull();
                Answer repeated = Objects.requireNonNull(kim.send(order, "before"));
                assertThat(repeated.status()).as(repeated.toString()).isEqualTo(202);
                assertThat(repeated.text("paymentId")).isEqualTo(before.toString());
                assertThat(kim.awaitFinalState(before)).isEqualTo("CAPTURED");
                kim.requestFullRefund(before);
            } finally {
                switches.setWithRetries(PAYMENTS, "AUTO", "it is over");
            }
            UUID after = Objects.requireNonNull(lee.placeOrder(new Order(product, 1, null, "pm_card_visa"), "after"));
            assertThat(lee.awaitFinalState(after)).isEqualTo("CAPTURED");
            payments.verify();
        }
    }

    /** Sends a new order under a new key. A retry of an accepted order would be answered with 202. */
    private @Nullable Answer sendNewOrder(Buyer buyer, UUID product) throws InterruptedException {
        ordersSent++;
        return buyer.send(new Order(product, 1 + ordersSent, null, "pm_card_visa"), "during-" + ordersSent);
    }
}
