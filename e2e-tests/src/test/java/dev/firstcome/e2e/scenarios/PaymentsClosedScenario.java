package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.payments.Buyer;
import dev.firstcome.e2e.payments.Order;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** P3: an operator closes payments; nobody begins a new one, what is under way is finished, and money still goes back. */
@ExtendWith(SharedPlatformExtension.class)
class PaymentsClosedScenario {
    private static final String PAYMENTS = "payments";

    /** Three times what is promised: see what is printed. */
    private static final Duration EVERYWHERE = Duration.ofSeconds(3 * 2);

    private int sent;

    @Test
    void newPaymentsAreRefusedAndThoseUnderWayAreFinished(SharedPlatform shop) throws Exception {
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "payments closed", 2, Seeds.one());
                SwitchClient processes = new SwitchClient(shop.platform())) {
            Buyer kim = new Buyer(payments.crowd().shopper(0), payments.history(), PurchaseLoad.patience());
            Buyer lee = new Buyer(payments.crowd().shopper(1), payments.history(), PurchaseLoad.patience());
            UUID product = payments.shelf().products().getFirst();
            Order order = new Order(product, 1, null, "pm_sim_slow_2000");
            UUID before = Objects.requireNonNull(kim.orders(order, "before"));

            long start = System.nanoTime();
            processes.sets(PAYMENTS, "CLOSED", "the provider asked for it");
            try {
                Answer refused = Eventually.get(
                        "payments are closed",
                        EVERYWHERE,
                        () -> Objects.requireNonNull(sendsAnother(lee, product)),
                        answer -> answer.code().equals("PAYMENTS_CLOSED"));
                System.out.printf("closed after %d ms%n", (System.nanoTime() - start) / 1_000_000);
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("reason")).isEqualTo("the provider asked for it");
                assertThat(refused.retryAfter()).isNotNull();
                Answer again = Objects.requireNonNull(kim.send(order, "before"));
                assertThat(again.status()).as(again.toString()).isEqualTo(202);
                assertThat(again.text("paymentId")).isEqualTo(before.toString());
                assertThat(kim.watches(before)).isEqualTo("CAPTURED");
                kim.wantsBack(before);
            } finally {
                processes.sets(PAYMENTS, "AUTO", "it is over");
            }
            UUID after = Objects.requireNonNull(lee.orders(new Order(product, 1, null, "pm_card_visa"), "after"));
            assertThat(lee.watches(after)).isEqualTo("CAPTURED");
            payments.judged();
        }
    }

    /** Whatever was taken in before they are closed is answered with 202 for as long as it is asked for. */
    private @Nullable Answer sendsAnother(Buyer buyer, UUID product) throws InterruptedException {
        sent++;
        return buyer.send(new Order(product, 1 + sent, null, "pm_card_visa"), "during-" + sent);
    }
}
