package dev.firstcome.coupon.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.coupon.result.RejectReason;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeSharesTests {
    private static final double DUPLICATES_RAISE = 0.5;
    private static final double FAILURES_RAISE = 5;
    private static final int SALES = 2_000;

    private final OutcomeShares shares = new OutcomeShares();

    @Test
    void ordinarySalesStayBelowTheBounds() {
        for (long seed = 0; seed < SALES; seed++) {
            Random random = new Random(seed);
            OutcomeShares sale = new OutcomeShares();
            int perSecond = 1 + random.nextInt(200);
            double failing = random.nextDouble() * 0.015;
            double duplicated = random.nextDouble() * 0.2;
            for (int second = 0; second < 40; second++) {
                for (int i = random.nextInt(perSecond + 1); i > 0; i--) {
                    sale.add(reason(random, failing, duplicated), second);
                }
                assertThat(sale.failures(second)).as("seed %d", seed).isLessThan(FAILURES_RAISE);
                assertThat(sale.duplicates(second)).as("seed %d", seed).isLessThan(DUPLICATES_RAISE);
            }
        }
    }

    private static @Nullable RejectReason reason(Random random, double failing, double duplicated) {
        double chance = random.nextDouble();
        if (chance < failing) {
            return RejectReason.BLOCKED;
        }
        if (chance < failing + duplicated) {
            return RejectReason.DUPLICATE;
        }
        return random.nextBoolean() ? null : RejectReason.SOLD_OUT;
    }

    @Test
    void aFailureIncreaseIsDetectedAndBecomesUsual() {
        for (int second = 0; second < 60; second++) {
            outcomes(98, null, second);
            outcomes(2, RejectReason.NOT_ELIGIBLE, second);
            assertThat(shares.failures(second)).isLessThan(FAILURES_RAISE);
        }
        for (int second = 60; second < 70; second++) {
            outcomes(70, null, second);
            outcomes(30, RejectReason.NOT_ELIGIBLE, second);
        }
        assertThat(shares.failures(69)).isGreaterThan(FAILURES_RAISE);

        for (int second = 70; second < 600; second++) {
            outcomes(70, null, second);
            outcomes(30, RejectReason.NOT_ELIGIBLE, second);
            shares.failures(second);
        }
        assertThat(shares.failures(599)).isLessThan(2);
    }

    @Test
    void fewFailuresAreIgnored() {
        outcomes(19, RejectReason.BLOCKED, 5);
        assertThat(shares.failures(5)).isZero();
    }

    @Test
    void duplicatesCountAboveTheMinimumAndExpire() {
        outcomes(99, RejectReason.DUPLICATE, 5);
        assertThat(shares.duplicates(5)).as("few").isZero();
        outcomes(1, null, 5);
        assertThat(shares.duplicates(5)).isEqualTo(0.99);
        assertThat(shares.duplicates(16)).as("ten seconds later").isZero();
    }

    private void outcomes(int count, @Nullable RejectReason reason, long second) {
        for (int i = 0; i < count; i++) {
            shares.add(reason, second);
        }
    }
}
