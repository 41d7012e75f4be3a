package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.e2e.payments.PurchaseRun;
import dev.firstcome.e2e.payments.PurchaseRun.Plan;
import dev.firstcome.model.random.Seeds;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * F31: the provider declines, is slow, times out or fails after it charged, and sends duplicate and out-of-order
 * webhooks. Every user has a coupon.
 */
@ExtendWith(SharedPlatformExtension.class)
class ProviderFaultsScenario {
    private static final int USERS = 60;

    private static final List<String> CARDS = List.of(
            "pm_card_visa",
            "pm_card_visa",
            "pm_card_chargeDeclined",
            "pm_card_chargeDeclinedInsufficientFunds",
            "pm_sim_timeout_after",
            "pm_sim_500_then_success",
            "pm_sim_500_after",
            "pm_sim_slow_400",
            "pm_sim_cut",
            "pm_sim_webhook_duplicate",
            "pm_sim_webhook_late",
            "pm_sim_webhook_early",
            "pm_sim_webhook_reordered",
            "pm_sim_processing_1500",
            "pm_sim_refund_unknown");

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPaymentEndsInTheStateOfTheProviderUnderFaults(long seed, SharedPlatform shop) throws Exception {
        try (PurchaseLoad payments = PurchaseLoad.open(shop, "provider faults", USERS, seed)) {
            Map<UUID, UUID> coupons =
                    GrantedCoupons.grantToEach(shop, payments.shopperGroup().shoppers());
            Plan plan = new Plan(2, CARDS, 3, PurchaseLoad.timeout(), seed, coupons);
            buyUnderFaults(payments, plan);
            Map<String, Long> reservations = payments.reservationStates(coupons.values());
            System.out.printf("reservations of %d coupons: %s%n", coupons.size(), reservations);
            assertThat(reservations).containsOnlyKeys("REDEEMED", "RELEASED");
        }
    }

    private static void buyUnderFaults(PurchaseLoad payments, Plan plan) throws Exception {
        long seed = plan.seed();
        try (PurchaseRun shopping = payments.start(plan)) {
            payments.awaitMidRun(shopping, seed);
            payments.provider()
                    .configureFaults("{\"timeoutAfterShare\": 0.05, \"error500Share\": 0.1, \"forMillis\": 5000}");

            Map<String, Integer> ended = payments.awaitValidOutcome(shopping);

            payments.provider().configureFaults("{}");
            assertThat(ended).containsKeys("CAPTURED", "DECLINED").containsOnlyKeys("CAPTURED", "DECLINED");
        }
    }

    static LongStream seeds() {
        return Seeds.rounds();
    }
}
