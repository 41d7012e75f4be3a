package dev.firstcome.psp.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import org.junit.jupiter.api.Test;

class StripeJsonMapperTests {
    @Test
    void theApiVersionEqualsTheVersionOfTheSdk() {
        assertThat(StripeJsonMapper.API_VERSION).isEqualTo(Stripe.API_VERSION);
    }
}
