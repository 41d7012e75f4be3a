package dev.firstcome.psp.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import org.junit.jupiter.api.Test;

class BodiesTests {
    @Test
    void eventsAreOfTheVersionThatTheSdkReads() {
        assertThat(Bodies.API_VERSION).isEqualTo(Stripe.API_VERSION);
    }
}
