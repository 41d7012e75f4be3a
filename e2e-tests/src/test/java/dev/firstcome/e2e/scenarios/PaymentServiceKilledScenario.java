package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.payments.Shopping;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.random.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The payment service dies while payments are under way, at a moment that the seed chooses, and comes back. */
@ExtendWith(ShopIsOpen.class)
class PaymentServiceKilledScenario {
    private static final int PEOPLE = 60;

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPaymentIsChargedOnceOrNot(long seed, Shop shop) throws Exception {
        try (Payments payments = Payments.open(shop, "payment service killed", PEOPLE, seed);
                Shopping shopping = payments.begin(2, Payments.GOOD_CARDS, 4, seed)) {
            payments.midShopping(shopping, seed);
            shop.platform().kill(ServiceDefinition.PAYMENT);
            shop.platform().start(ServiceDefinition.PAYMENT);

            assertThat(payments.settlesRightly(shopping)).containsOnlyKeys("CAPTURED");
        }
    }

    static LongStream seeds() {
        return Seeds.several(Integer.getInteger("firstcome.payment-kills", 2));
    }
}
